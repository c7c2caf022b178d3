"""The subcommands of `tinyduo`, one module each: `add_parser(subparsers)` and `run(args)`.

They import what they need when they run; nothing heavy comes with the parser.
"""
