"""`writethru`, as ``python -m benchmarks.material.command``: the very interpreter that drives it."""

from pipeline.cli import main

main()
