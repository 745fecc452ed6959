"""The benchmark: the product in server mode, the sandbox as its world, desks on real websockets. `docs/benchmarks.md`."""
