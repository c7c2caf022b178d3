"""Official checkpoints become weights that compute the same, with a card of what was taken."""

import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import torch
from safetensors.torch import save_file

from tinyduo.trm.checkpoint import load_weights
from tinyduo.trm.importing import ImportOptions, chosen_ids, import_weights
from tinyduo.trm.networks.official import OfficialNetwork
from tinyduo.trm.networks.official_checkpoint_file import open_checkpoint
from tinyduo.trm.puzzle_table import PuzzleTable, table_path

PREFIXES = ["_orig_mod.model.inner.", "model.inner.", "inner.", ""]
ARC = {"cells": 900, "vocabulary": 12, "mixer": "attention", "positions": "rotary"}


def rewritten(path, change):
    """The checkpoint with its state dict changed."""
    state = torch.load(path, weights_only=True)
    change(state)
    torch.save(state, path)
    return path


@pytest.fixture(autouse=True)
def _own_cache(own_cache):
    """Imported weights go to a folder of the test's own."""


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_gives_the_same_network(prefix, fabricated):
    path = fabricated(prefix=prefix)
    out = import_weights(path)
    weights = load_weights(str(out))
    state = torch.load(path, weights_only=True)
    for key, value in weights.model.state_dict().items():
        assert torch.equal(value, state[prefix + key.removeprefix("network.")])
    assert weights.card["source"]["key_prefix"] == prefix
    assert weights.card["puzzles"] == weights.puzzles == "sudoku"
    assert isinstance(weights.model.network, OfficialNetwork)


def test_a_safetensors_file_gives_what_the_pickle_gives(fabricated, tmp_path):
    path = fabricated()
    save_file(torch.load(path, weights_only=True), tmp_path / "same.safetensors")
    ours = [load_weights(str(import_weights(p))) for p in (path, tmp_path / "same.safetensors")]
    assert ours[0].card["config"] == ours[1].card["config"]
    assert [weights.name for weights in ours] == ["run", "same"]
    for key, value in ours[0].model.state_dict().items():
        assert torch.equal(value, ours[1].model.state_dict()[key])


def test_a_folder_gives_its_newest_step_and_its_settings(fabricated):
    folder = fabricated("My run (2)/step_30").parent
    fabricated("My run (2)/step_4", width=32, puzzle_width=32)
    (folder / "all_config.yaml").write_text(
        "arch: {H_cycles: 2, L_cycles: 5, hidden_size: 16, num_heads: 2, mlp_t: true,\n"
        "  puzzle_emb_ndim: 16, puzzle_emb_len: 1, pos_encodings: none, L_layers: 2,\n"
        "  expansion: 4, forward_dtype: float32}\ndata_paths: [data/sudoku-4x4]\n"
    )
    out = import_weights(folder)
    weights = load_weights("my-run-2")
    assert out.stem == weights.name == "my-run-2"
    assert weights.card["source"] | {"sha256": 0, "bytes": 0} == {
        "file": "step_30", "bytes": 0, "sha256": 0, "settings": "all_config.yaml",
        "key_prefix": "_orig_mod.model.inner.",
    }  # fmt: skip
    assert len(weights.card["source"]["sha256"]) == 64
    assert weights.card["assumed"] == {}
    assert (weights.model.answer_updates, weights.model.latent_updates) == (2, 5)


def test_values_that_the_network_makes_itself_are_dropped_and_named(fabricated):
    def add(state):
        state["_orig_mod.model.inner.puzzle_emb.local_weights"] = torch.zeros(4, 16)

    out = import_weights(rewritten(fabricated(), add))
    card = json.loads(out.with_suffix(".json").read_text())
    assert card["dropped"] == ["_orig_mod.model.inner.puzzle_emb.local_weights"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda s: s.pop("inner.lm_head.weight"), r"parameters are missing: lm_head\.weight"),
        (lambda s: s.update({"inner.extra.weight": torch.ones(1)}), r"another network: extra\.w"),
        (lambda s: s.update({"q_head.bias": torch.ones(2)}), "there twice"),
        (lambda s: s.update({"inner.q_head.bias": torch.ones(3)}), r"\(3,\), expected \(2,\)"),
        (lambda s: s["inner.q_head.bias"].fill_(torch.nan), "not finite"),
        (lambda s: s.update({"inner.puzzle_emb.weights": torch.ones(0, 16)}), "expected a matrix"),
        (lambda s: s.clear(), "is missing; found none"),
    ],
)
def test_parameters_that_do_not_fit_are_named_in_one_line(change, what, fabricated, own_cache):
    path = rewritten(fabricated(prefix="inner."), change)
    with pytest.raises(ValueError, match=what) as caught:
        import_weights(path)
    assert "\n" not in str(caught.value)
    assert not list(own_cache.glob("**/*.safetensors"))


def test_a_tensor_that_is_not_what_was_saved_is_refused(fabricated, own_cache):
    """Nobody looked at the archive's checksums: a flipped bit became a weight."""
    path = fabricated()
    state = torch.load(path, weights_only=True)
    tensor = next(value for key, value in state.items() if key.endswith("lm_head.weight"))
    data, saved = bytearray(path.read_bytes()), tensor.numpy().tobytes()
    assert data.count(saved) == 1
    data[data.index(saved) + 5] ^= 1
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"step_7: damaged, '.*data/\d+' does not have") as caught:
        import_weights(path)
    assert "\n" not in str(caught.value)
    assert not list(own_cache.glob("**/*.safetensors"))


def test_a_checkpoint_that_was_saved_without_checksums_is_imported(fabricated):
    path = fabricated()
    state = torch.load(path, weights_only=True)
    torch.serialization.set_crc32_options(False)
    try:
        torch.save(state, path)
    finally:
        torch.serialization.set_crc32_options(True)
    assert load_weights(str(import_weights(path))).name == "run"


def test_an_archive_that_torch_did_not_make_is_refused(fabricated):
    path = fabricated()
    with ZipFile(path) as archive:
        records = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in records.items():
            archive.writestr(name, data)
    with pytest.raises(ValueError, match=r"cannot be read|made by something else"):
        import_weights(path)


def test_names_are_kept_apart(fabricated, tmp_path):
    path = fabricated()
    import_weights(path)
    with pytest.raises(ValueError, match="is there already; give another name, or --replace"):
        import_weights(path)
    assert import_weights(path, ImportOptions(replace=True)).stem == "run"
    for name in ("sudoku", "../run", "a.b", "a b"):
        with pytest.raises(ValueError, match="name"):
            import_weights(path, ImportOptions(name=name))
    out = tmp_path / "here" / "w.safetensors"
    assert import_weights(path, ImportOptions(out=out)) == out
    assert load_weights(str(out)).name == "w"


def test_a_sudoku_keeps_the_row_of_the_blank_id_alone(fabricated):
    out = import_weights(fabricated(ids=5))
    weights = load_weights("run")
    assert weights.model.state_dict()["network.puzzle_emb.weights"].tolist() == [[0.0] * 16]
    assert weights.card["puzzle_ids"] == {"in_checkpoint": 5, "kept_beside": 0}
    with pytest.raises(ValueError, match="no puzzle embeddings were kept"):
        PuzzleTable(table_path(out))


@pytest.mark.parametrize(
    ("choice", "ids"), [(None, range(9)), ("2,4-6, 8", (2, 4, 5, 6, 8)), ("blank", ())]
)
def test_arc_embeddings_are_kept_beside_as_chosen(choice, ids, fabricated):
    path = fabricated("official-arc/step_1", ids=9, **ARC)
    out = import_weights(path, ImportOptions(ids=choice))
    weights = load_weights("official-arc")
    assert weights.puzzles == "arc"
    assert weights.card["puzzle_ids"]["kept_beside"] == len(ids)
    assert weights.model.state_dict()["network.puzzle_emb.weights"].shape == (1, 16)
    assert table_path(out).is_file() == bool(ids)
    if ids:
        table = PuzzleTable(table_path(out))
        assert len(table) == len(ids)
        asked = list(ids)[::-1]
        assert table.rows(asked)[:, 0].tolist() == [float(one) for one in asked]
        with pytest.raises(ValueError, match="no embedding of puzzle id 99"):
            table.rows([1 if choice is None else 2, 99])


def test_a_task_s_name_means_all_its_copies(fabricated):
    path = fabricated("official-arc/step_1", ids=6, **ARC)
    names = path.parent / "identifiers.json"
    table = open_checkpoint(path)["_orig_mod.model.inner.puzzle_emb.weights"]
    with pytest.raises(ValueError, match=r"identifiers\.json beside the checkpoint"):
        chosen_ids("00d62c1b", table, names)
    listed = ["<blank>", "a1", "a1|||t3|||0123456789", "b2", "a1|||t0|||0213456789", "a12"]
    names.write_text(json.dumps(listed))
    assert chosen_ids("a1", table, names).tolist() == [1, 2, 4]
    assert chosen_ids("b2,0", table, names).tolist() == [0, 3]
    for wrong in ("c3", "4-9", "5-2", ""):
        with pytest.raises(ValueError, match=r"no puzzle named|not all there"):
            chosen_ids(wrong, table, names)


def test_an_imported_network_computes_what_the_checkpoint_s_network_computes(fabricated):
    path = fabricated(ids=3)
    weights = load_weights(str(import_weights(path)))
    network = weights.model.network
    assert isinstance(network, OfficialNetwork)
    original = OfficialNetwork(network.config)
    state = torch.load(path, weights_only=True)
    state = {key.removeprefix("_orig_mod.model.inner."): value for key, value in state.items()}
    state["puzzle_emb.weights"] = state["puzzle_emb.weights"][:1]
    original.load_state_dict(state)
    question = torch.randint(1, 6, (3, 17), generator=torch.Generator().manual_seed(0))
    question[:, 0] = 0
    with torch.inference_mode():
        ours, theirs = (
            one.update(sum(one.initial_state(x), x))
            for one in (network, original)
            for x in [one.embed(question)]
        )
    assert torch.equal(ours, theirs)
