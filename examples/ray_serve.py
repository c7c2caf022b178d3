"""The HTTP service on Ray Serve: several replicas behind one address.

    pip install 'tinyduo[serve,ray]'
    python examples/ray_serve.py --replicas 2 --port 8000

It is the same application as `tinyduo serve`: stateless, so any replica may answer any call. Each
replica batches the puzzles that come to it; one that dies is started anew.
"""

import argparse
import os
import threading

from ray import serve
from ray.serve.config import HTTPOptions

from tinyduo.hybrid.service import Settings, create_app
from tinyduo.tools import ToolInputError


def build_app():
    """The application of one replica; called there."""
    return create_app(settings())


def settings() -> Settings:
    """What every replica is told, by way of the environment."""
    return Settings(
        token=os.environ.get("TINYDUO_TOKEN") or None,
        allowed_hosts=tuple(filter(None, os.environ.get("TINYDUO_HOSTS", "").split(","))),
        llm="none",
    )


def start(*, replicas: int, host: str = "127.0.0.1", port: int = 8000, cpus: float = 1.0) -> None:
    """Start the replicas and their address; returns when they are ready."""
    if host not in ("127.0.0.1", "localhost") and not os.environ.get("TINYDUO_TOKEN"):
        raise ToolInputError(f"{host}: others could reach it there; set TINYDUO_TOKEN")
    serve.start(http_options=HTTPOptions(host=host, port=port))
    ingress = serve.ingress(build_app)(type("Tinyduo", (), {}))
    deployment = serve.deployment(
        name="tinyduo",
        num_replicas=replicas,
        max_ongoing_requests=256,  # the service's own queue says "busy" before
        ray_actor_options={"num_cpus": cpus},
    )(ingress)
    serve.run(deployment.bind(), name="tinyduo", route_prefix="/")


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    start(replicas=args.replicas, host=args.host, port=args.port)
    print(f"tinyduo serves at http://{args.host}:{args.port} ({args.replicas} replicas)")
    threading.Event().wait()


if __name__ == "__main__":
    main()
