# Each verb is a line or two; ".ci/run" and the README call them.
GO ?= go
LINT = $(GO) tool -modfile=.tools/go.mod golangci-lint
# Lists at its end each test that was skipped, with its reason.
TEST = $(GO) tool -modfile=.tools/go.mod gotestsum --format pkgname --
TOOLS = pdfsig pdftotext pdftoppm pdfinfo pdfdetach qpdf strace chromium php soffice

.PHONY: build demo test test-fast race lint vuln bench fuzz tools

build:
	$(GO) build -o bin/recette ./cmd/recette

demo: build
	bin/recette demo
	@echo 'Avec un défaut, jusqu’au PV refusé : bin/recette demo --defect fuite-inter-antennes'

test: tools build
	$(TEST) -timeout 14m ./...

test-fast:
	$(TEST) -short ./...

race: build
	$(TEST) -race -short -timeout 20m ./...

lint:
	$(GO) vet ./... && $(LINT) run ./...

vuln:
	$(GO) tool -modfile=.tools/go.mod govulncheck $(if $(VULNDB),-db $(VULNDB)) ./...

bench: build
	$(GO) test -v -run '^$$' -bench . -benchtime 3x -timeout 30m ./internal/... ./reports/...

fuzz:
	.ci/fuzz 30s

# Installs what the tests look at PDFs, system calls, web pages, PHP and workbooks with, when it can; says loudly what it
# could not.
tools:
	@.ci/tools $(TOOLS)
	@.ci/axe
