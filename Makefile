# Everything is one command; `make` alone says which.
.DEFAULT_GOAL := help
.PHONY: help setup run demo-reset serve check test test-fast test-long bench bench-acd bench-desk bench-poll bench-search bench-webhooks pins

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## Build the environment (.venv, node_modules), also for checks and tests
	@bin/setup dev

run: ## Run the demo: the product and the sandbox, with nothing to install (PORT=8000 SANDBOX_PORT=8010 DATA_DIR=var)
	@bin/run

demo-reset: ## Forget the demo's data (not while it runs)
	@bin/setup && .venv/bin/python -m socialmedia --forget

serve: ## Run web, workers and beat against DATABASE_URL and REDIS_URL
	@bin/serve

check: ## Lint, format, import contracts, migrations
	@bin/setup dev && bin/check

test: ## All checks and tests, on PostgreSQL and Redis and again on SQLite, and in a browser
	@bin/test

test-fast: ## The tests that need no server, on SQLite
	@bin/test fast

test-long: ## The property tests with many more examples, and whether the benches run
	@bin/test long

bench: ## Measure: messages a second, time to the desk
	@bin/setup dev && .venv/bin/python -m bench

bench-acd: ## Measure: decisions of the ACD a second, how soon one is made, with 1, 2 and 4 routers and up to 10,000 waiting
	@bin/setup dev && .venv/bin/python -m bench.routing

bench-desk: ## Measure: what 200 desks cost, and how soon a message is drawn in a browser, at 50 a second
	@bin/setup dev && .venv/bin/python -m bench.desk_news

bench-poll: ## Measure: polls a second, their lag and CPU with 100, 500 and 2,000 channels
	@bin/setup dev && .venv/bin/python -m bench.polling

bench-search: ## Measure: how soon the Tracker finds in 0.1, 1 and 5 million messages (needs 17 GB of disk for a while)
	@bin/setup dev && .venv/bin/python -m bench.search

bench-webhooks: ## Measure: how soon a platform's delivery is answered, at 100 a second
	@bin/setup dev && .venv/bin/python -m bench.webhooks

pins: ## Compile requirements*.in to requirements*.txt, with hashes
	@bin/setup && bin/pins
