package archtest

// module is the module path.
const module = "recette"

// Room is what one package may import directly, beside the standard library.
type Room struct {
	Path   string   // relative to the module
	May    []string // packages of the module, relative; "x/..." covers what is below x
	Third  []string // module paths, or import path prefixes, of third parties
	SQL    bool     // may import database/sql
	Pure   bool     // no os, net, os/exec: values and functions only
	Closed []string // import paths that must not be anywhere in its closure
}

// Third parties, by the name under which the table speaks of them.
const (
	gherkin  = "github.com/cucumber/gherkin/go/v26"
	messages = "github.com/cucumber/messages/go/v21"
	godog    = "github.com/cucumber/godog"
	tags     = "github.com/cucumber/tag-expressions/go/v6"
	yaml     = "github.com/goccy/go-yaml"
	sqlx     = "github.com/jmoiron/sqlx"
	sqlite   = "github.com/mattn/go-sqlite3"
	gofpdf   = "github.com/jung-kurt/gofpdf"
	fonts    = "github.com/go-fonts/liberation"
	jcs      = "github.com/gowebpki/jcs"
	mod      = "golang.org/x/mod"
	text     = "golang.org/x/text"
	group    = "golang.org/x/sync"
	crypto   = "golang.org/x/crypto/cryptobyte"
	uuid     = "github.com/google/uuid"
	image    = "golang.org/x/image"
	term     = "golang.org/x/term"
	system   = "golang.org/x/sys"
	pkcs8    = "github.com/youmark/pkcs8"
	pkcs12   = "software.sslmate.com/src/go-pkcs12"
	cobra    = "github.com/spf13/cobra"
	pflag    = "github.com/spf13/pflag"
	excelize = "github.com/xuri/excelize/v2"
	uniseg   = "github.com/rivo/uniseg"
	jsonrpc  = "github.com/sourcegraph/jsonrpc2"
	goldmark = "github.com/yuin/goldmark"
	metrics  = "github.com/prometheus/client_golang"
	sessions = "github.com/alexedwards/scs/v2"
	argon2id = "github.com/alexedwards/argon2id"
	rate     = "golang.org/x/time/rate"
	openapi  = "github.com/danielgtaylor/huma/v2"

	tea     = "charm.land/bubbletea/v2"
	bubbles = "charm.land/bubbles/v2"
	ansi    = "github.com/charmbracelet/x/ansi"

	editorconfig = "github.com/editorconfig/editorconfig-core-go/v2"
	proxies      = "golang.org/x/net/http/httpproxy"
	markup       = "golang.org/x/net/html"
	diff         = "github.com/rogpeppe/go-internal/diff"
)

// sqlPath is named exactly: gherkin reaches database/sql/driver through its uuid library, which is no SQL of ours.
const sqlPath = "database/sql"

// Table is the layering of the product, from the kernel outwards. A package that is not listed is a finding.
func Table() []Room {
	return []Room{
		{Path: "internal/recette", Pure: true},
		{Path: "internal/vocabulary", May: []string{"internal/recette"}, Pure: true},
		{Path: "internal/likeness", May: []string{"internal/recette"}, Third: []string{text}, Pure: true},
		{Path: "internal/linediff", Pure: true},
		{Path: "internal/i18n", May: []string{"internal/vocabulary"}},
		{Path: "internal/git"},
		{Path: "internal/fault", May: []string{"runner/protocol"}},
		{Path: "internal/bounded"},
		{Path: "internal/budget", Pure: true},
		{
			Path: "internal/picture", Third: []string{image, group}, Pure: true,
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/strictjson", May: []string{"internal/budget"}},
		{Path: "internal/durable", May: []string{"internal/bounded"}},
		{Path: "internal/meant", Third: []string{text}, Pure: true},
		{Path: "internal/term", Third: []string{uniseg}, Pure: true},
		{Path: "internal/loading", May: []string{"internal/secret", "internal/worker/process"}},
		{Path: "internal/secret", Third: []string{text}, Pure: true},
		{Path: "internal/access", May: []string{"internal/recette"}, Pure: true},
		{
			Path: "internal/syntax", May: []string{"internal/meant"}, Third: []string{gherkin, messages, text},
			Closed: []string{godog, sqlPath},
		},
		{
			Path: "internal/catalogue", May: []string{"internal/syntax", "internal/recette", "internal/vocabulary"},
			Third: []string{gherkin, messages, tags, text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/cache", May: []string{"internal/bounded"}, Closed: []string{godog, sqlPath, "net/http"}},
		{Path: "internal/reference", May: []string{
			"internal/yamldoc",
			"internal/meant",
		}, Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"}},
		{
			Path: "internal/criteria", May: []string{
				"internal/syntax", "internal/catalogue", "internal/reference", "internal/vocabulary",
			},
			Pure: true, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/lint", May: []string{
				"internal/syntax", "internal/catalogue", "internal/reference", "internal/yamldoc",
				"internal/vocabulary", "internal/meant",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/lint/rules", May: []string{
				"internal/recette", "internal/syntax", "internal/catalogue", "internal/criteria", "internal/reference",
				"internal/lint", "internal/format", "internal/vocabulary", "internal/meant",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/lint/report", May: []string{"internal/syntax", "internal/lint", "internal/term"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/lint/runner",
			May: []string{
				"internal/bounded", "internal/cache", "internal/catalogue", "internal/durable", "internal/lint",
				"internal/lint/report", "internal/syntax",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/ready", May: []string{
				"internal/syntax", "internal/catalogue", "internal/reference", "internal/lint", "internal/yamldoc",
				"internal/vocabulary", "internal/meant",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/format", May: []string{"internal/syntax", "internal/catalogue", "internal/term"},
			Third:  []string{editorconfig, text},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/standing",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/campaign", "internal/campaign/state",
				"internal/journal", "internal/plan",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/matrix",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/criteria", "internal/plan", "internal/reference",
				"internal/standing", "internal/vocabulary",
			},
			Closed: []string{godog, sqlPath, gofpdf, "net/http"},
		},
		{
			Path: "internal/matrix/render",
			May: []string{
				"internal/recette", "internal/plan", "internal/standing", "internal/matrix", "internal/term",
				"internal/delimited",
				"reports/blocks",
				"reports/chart", "reports/page", "reports/xlsx",
			},
			Third: []string{excelize, text}, Closed: []string{godog, sqlPath},
		},
		{
			Path: "internal/livingdoc/model",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/criteria", "internal/reference",
				"internal/standing", "internal/syntax", "internal/vocabulary", "internal/linediff",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath},
		},
		{
			Path: "internal/livingdoc/changes",
			May:  []string{"internal/reference", "internal/livingdoc/model", "internal/linediff"},
			Pure: true, Closed: []string{godog, sqlPath},
		},
		{
			Path:  "internal/livingdoc",
			May:   []string{"internal/recette", "internal/standing", "internal/i18n", "internal/livingdoc/model"},
			Third: []string{goldmark}, Closed: []string{godog, sqlPath},
		},
		{
			Path: "internal/livingdoc/html",
			May: []string{
				"internal/recette", "internal/reference", "internal/i18n", "internal/livingdoc",
				"internal/livingdoc/model", "internal/linediff",
			},
			Third: []string{goldmark}, Pure: true, Closed: []string{godog, sqlPath},
		},
		{
			Path:  "internal/livingdoc/markdown",
			May:   []string{"internal/recette", "internal/i18n", "internal/livingdoc", "internal/livingdoc/model"},
			Third: []string{goldmark}, Pure: true, Closed: []string{godog, sqlPath},
		},
		{
			Path: "internal/livingdoc/doctest",
			May: []string{
				"internal/catalogue", "internal/corpusgen", "internal/i18n", "internal/livingdoc",
				"internal/livingdoc/changes", "internal/livingdoc/html", "internal/livingdoc/markdown",
				"internal/livingdoc/model", "internal/recette", "internal/reference", "internal/standing",
				"internal/syntax", "internal/vocabulary",
			},
		},
		{
			Path: "internal/steps", May: []string{"internal/catalogue", "internal/syntax", "runner/protocol"},
			Third:  []string{text},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/lsp",
			May: []string{
				"internal/recette", "internal/syntax", "internal/catalogue", "internal/criteria", "internal/lint",
				"internal/lint/rules", "internal/format", "internal/reference", "internal/standing", "internal/steps",
				"internal/i18n", "internal/vocabulary", "internal/workspace",
			},
			Third: []string{jsonrpc, text}, Closed: []string{godog, sqlPath, gofpdf},
		},
		{
			Path: "internal/output", May: []string{"internal/bounded", "internal/durable"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/prompt", Third: []string{tea, bubbles, ansi, system}, Closed: []string{godog, sqlPath}},
		{
			Path: "internal/yamldoc", May: []string{"internal/meant"}, Third: []string{yaml},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/project", May: []string{
				"internal/bounded", "internal/yamldoc", "internal/vocabulary",
				"internal/meant", "internal/recette",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path:   "internal/reach",
			May:    []string{"internal/bounded", "internal/durable", "internal/project"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/workspace",
			May: []string{
				"internal/bounded", "internal/cache", "internal/catalogue", "internal/durable", "internal/execution",
				"internal/execution/binding", "internal/format", "internal/git", "internal/lint",
				"internal/lint/rules", "internal/lint/runner", "internal/livingdoc/changes",
				"internal/livingdoc/model", "internal/loading", "internal/matrix", "internal/meant",
				"internal/plan", "internal/planning", "internal/project",
				"internal/ready", "internal/recette", "internal/reference", "internal/secret", "internal/standing",
				"internal/steps", "internal/syntax", "internal/worker/build", "internal/worker/process",
				"internal/worker/wire", "internal/yamldoc",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/authoring",
			May: []string{
				"internal/bounded", "internal/durable", "internal/git", "internal/lint", "internal/lint/runner",
				"internal/output", "internal/plan", "internal/project", "internal/ready", "internal/recette",
				"internal/reference", "internal/syntax", "internal/workspace",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/planning", May: []string{
				"internal/catalogue", "internal/plan", "internal/recette", "internal/reference", "internal/vocabulary",
			},
			Closed: []string{godog, sqlPath, "net/http", gofpdf},
		},
		{
			Path: "internal/planning/document", May: []string{
				"internal/plan", "internal/planning", "internal/route", "internal/recette", "reports",
				"reports/validation",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path:   "internal/calendar",
			Closed: []string{godog, sqlPath, "net/http"}, // it reads dates: time is no pure room’s
		},
		{
			Path: "internal/pace", May: []string{"internal/calendar"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/route", May: []string{"internal/calendar", "internal/recette"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/regime", May: []string{"internal/calendar", "internal/recette"},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/importer/sheet", Closed: []string{godog, sqlPath, excelize, "net/http"}},
		{Path: "internal/delimited", Third: []string{text}, Pure: true},
		{
			Path: "internal/ticket", May: []string{
				"internal/campaign/gap", "internal/campaign/state", "internal/delimited", "internal/meant",
				"internal/recette",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/keymap", Pure: true},
		{
			Path: "internal/kit", May: []string{
				"internal/budget", "internal/keymap", "internal/recette", "internal/strictjson", "reports/cahier",
			},
			Third: []string{uuid}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/importer", May: []string{
				"internal/delimited", "internal/importer/sheet", "internal/kit", "internal/meant", "internal/recette",
				"reports/cahier",
				"reports/cahier/workbook",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path:  "internal/testbook/usual",
			May:   []string{"internal/delimited", "reports/cahier", "reports/page", "reports/xlsx"},
			Third: []string{excelize}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/testbook", May: []string{
				"internal/campaign", "internal/campaign/state", "internal/catalogue", "internal/journal",
				"internal/plan", "internal/recette", "internal/reference", "internal/vocabulary", "reports/cahier",
			},
			Closed: []string{godog, sqlPath, "net/http"},
		},
		{Path: "internal/measure", May: []string{"internal/recette"}, Pure: true},
		{
			Path: "internal/plan", May: []string{
				"internal/catalogue", "internal/recette", "internal/reference", "internal/yamldoc",
				"internal/vocabulary", "internal/meant", "internal/linediff", "internal/measure", "internal/likeness",
				"internal/calendar", "internal/route", "internal/regime",
			},
			Third: []string{text}, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/journal", Third: []string{mod, jcs},
			Closed: []string{godog, sqlPath, module + "/internal/recette"},
		},
		{
			Path: "internal/evidence", May: []string{
				"internal/bounded", "internal/durable", "internal/fault", "runner/protocol",
			},
			Third:  []string{image},
			Closed: []string{sqlPath, "net/http"},
		},
		{
			Path: "internal/campaign/iteration",
			May:  []string{"internal/recette", "internal/plan", "internal/campaign/state"},
			Pure: true, Closed: []string{godog, sqlPath, "net/http"},
		},
		{
			Path: "internal/campaign/state",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/pace", "internal/calendar",
				"internal/route", "internal/regime", "internal/measure",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/evidence", "internal/access",
				"internal/campaign/iteration", "internal/campaign/state", "internal/campaign/fact", "internal/pace",
				"internal/campaign/roster",
				"internal/calendar", "internal/route", "internal/regime",
			},
			Closed: []string{sqlPath, godog, "net/http", module + "/internal/store"},
		},
		{
			Path: "internal/campaign/fact",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/access", "internal/campaign/state",
				"internal/route", "internal/meant",
			},
			Closed: []string{sqlPath, godog, "net/http"}, // it reads dates: time is no pure room’s
		},
		{
			Path: "internal/campaign/dataset",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact", "internal/plan",
				"internal/campaign/state",
			},
			Closed: []string{sqlPath, godog, "net/http"}, // it holds how long a command took
		},
		{
			Path: "internal/campaign/gap",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/roster",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/likeness",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/advice",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state", "internal/plan",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/milestone",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state", "internal/regime",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/visa",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state", "internal/route",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/document",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/campaign/meeting",
			May: []string{
				"internal/recette", "internal/journal", "internal/access", "internal/campaign/fact",
				"internal/campaign/state",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/api",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/plan", "internal/campaign",
				"internal/campaign/state", "internal/store",
				"internal/verify", "internal/steps", "internal/syntax", "internal/ready", "internal/lint",
				"internal/lint/report", "internal/livingdoc/model", "internal/matrix", "internal/execution",
				"internal/planning", "internal/pace", "internal/importer", "internal/campaign/gap", "internal/ticket",
				"internal/regime", "internal/route", "internal/account", "reports",
			},
			Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/worker/wire", May: []string{"internal/fault", "internal/secret", "runner/protocol"},
			Closed: []string{sqlPath, godog, "net/http", "os/exec"},
		},
		{
			Path:  "internal/worker/wire/wiretest",
			May:   []string{"internal/worker/wire", "runner/host", "runner/protocol"},
			Third: []string{godog},
		},
		{
			Path: "internal/worker/process",
			May: []string{
				"internal/bounded", "internal/fault", "internal/secret", "internal/worker/wire", "runner/protocol",
			},
			Third: []string{system}, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path:   "internal/worker/build",
			May:    []string{"internal/bounded", "internal/secret", "internal/worker/process", "runner"},
			Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/execution/binding",
			May: []string{
				"internal/catalogue", "internal/fault", "internal/recette", "internal/steps", "internal/vocabulary",
				"runner/protocol",
			},
			Closed: []string{sqlPath, godog, "net/http", "os/exec"},
		},
		{
			Path: "internal/execution",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/plan", "internal/campaign", "internal/journal",
				"internal/execution/binding", "internal/worker/wire", "internal/steps", "runner/protocol",
				"internal/fault",
			},
			Third: []string{group}, Closed: []string{sqlPath, godog, "net/http", "os/exec"},
		},
		{
			Path: "internal/answers",
			May: []string{
				"internal/recette", "internal/catalogue", "internal/campaign", "internal/execution", "internal/yamldoc",
				"internal/meant",
			},
			Third: []string{text}, Pure: true, Closed: []string{sqlPath, godog, "net/http"},
		},
		{
			Path: "internal/account", Third: []string{argon2id, rate, text},
			Closed: []string{sqlPath, godog, "net/http"}, // when a password was chosen, and how long to wait, are times
		},
		{
			Path: "internal/store", May: []string{"internal/evidence", "internal/journal"},
			Third: []string{mod}, Closed: []string{sqlPath, sqlx, sqlite},
		},
		{
			Path: "internal/store/tables", May: []string{"internal/journal", "internal/store"},
			Third: []string{sqlx, mod}, Closed: []string{sqlite}, SQL: true,
		},
		{
			Path: "internal/store/sqlite",
			May: []string{
				"internal/account", "internal/bounded", "internal/durable", "internal/journal", "internal/store",
				"internal/store/tables",
			},
			Third: []string{sqlx, sqlite, mod, system, uuid}, SQL: true,
		},
		{Path: "internal/store/storetest", May: []string{"internal/journal", "internal/store"}, Third: []string{mod}},
		{
			Path: "internal/pv",
			May: []string{
				"internal/recette", "internal/plan", "internal/journal", "internal/campaign", "internal/campaign/state",
				"internal/campaign/roster", "internal/catalogue", "internal/evidence", "internal/execution",
				"internal/vocabulary", "internal/measure", "internal/route", "reports",
			},
			Closed: []string{sqlPath, godog},
		},
		{
			Path: "internal/conduct",
			May: []string{
				"internal/recette", "internal/plan", "internal/planning", "internal/pace", "internal/journal",
				"internal/campaign", "internal/campaign/state", "internal/matrix", "internal/pv",
				"internal/vocabulary", "internal/calendar", "reports", "reports/agenda", "reports/bilan",
				"reports/committee",
			},
			Closed: []string{sqlPath, godog},
		},
		{Path: "internal/pdf", May: []string{"internal/budget"}, Closed: []string{sqlPath, gofpdf}},
		{Path: "internal/pdf/pdftest", May: []string{"internal/pdf"}, Closed: []string{sqlPath, gofpdf}},
		{
			Path: "internal/sign", May: []string{"internal/bounded", "internal/durable", "internal/pdf"},
			Third: []string{pkcs8, pkcs12}, Closed: []string{sqlPath, gofpdf},
		},
		{Path: "internal/verify/cms", Third: []string{crypto}, Closed: []string{sqlPath, godog, "net/http"}},
		{
			Path: "internal/verify/revisions", May: []string{"internal/budget", "internal/pdf"},
			Closed: []string{sqlPath, gofpdf, godog, module + "/internal/sign"},
		},
		{
			Path: "internal/verify",
			May: []string{
				"internal/budget", "internal/pdf", "internal/journal", "internal/recette", "internal/strictjson",
				"internal/likeness", "internal/verify/cms", "internal/verify/revisions", "internal/calendar",
				"internal/route",
			},
			Third: []string{text},
			Closed: []string{
				sqlPath, gofpdf, godog, module + "/internal/store", module + "/internal/campaign",
				module + "/internal/sign",
				module + "/internal/pv", module + "/reports",
			},
		},
		{
			Path: "internal/replay", May: []string{"internal/budget", "internal/pdf", "internal/verify", "reports"},
			Closed: []string{sqlPath, godog, "net/http", module + "/internal/store", module + "/internal/sign"},
		},
		{
			Path: "internal/signoff",
			May: []string{
				"internal/bounded", "internal/campaign", "internal/campaign/advice",
				"internal/campaign/document", "internal/pdf",
				"internal/plan", "internal/pv",
				"internal/recette", "internal/reference", "internal/replay", "internal/sign", "internal/verify",
				"internal/vocabulary", "reports",
			},
			Closed: []string{sqlPath, godog, "net/http", module + "/internal/store", cobra},
		},
		{Path: "internal/attacks"},
		{Path: "internal/corpusgen"},
		{Path: "internal/hostile", Pure: true},
		{Path: "internal/bench"},
		{Path: "internal/archtest", May: []string{"internal/bounded"}},
		{Path: "runner"},
		{Path: "runner/protocol"},
		{Path: "runner/host", May: []string{"runner/protocol"}, Third: []string{godog, messages}},
		{
			Path: "reports", May: []string{"reports/page"}, Third: []string{gofpdf, fonts, text},
			Closed: []string{sqlPath, godog},
		},
		{
			Path: "reports/validation", May: []string{"reports", "reports/page"}, Closed: []string{sqlPath, godog},
		},
		{Path: "reports/xlsx", Third: []string{excelize}, Closed: []string{sqlPath, godog}},
		{
			Path:  "reports/cahier/workbook",
			May:   []string{"reports/cahier", "reports/page", "reports/xlsx"},
			Third: []string{excelize}, Closed: []string{sqlPath, godog},
		},
		{Path: "reports/cahier", May: []string{"reports", "reports/page"}, Closed: []string{sqlPath, godog}},
		{Path: "reports/chart", May: []string{"reports/page"}, Closed: []string{sqlPath, godog}},
		{
			Path: "reports/agenda", May: []string{"reports", "reports/blocks", "reports/page"},
			Closed: []string{sqlPath, godog},
		},
		{
			Path: "reports/committee", May: []string{"reports", "reports/blocks", "reports/page", "reports/validation"},
			Closed: []string{sqlPath, godog},
		},
		{Path: "reports/blocks", May: []string{"reports/chart", "reports/page"}, Closed: []string{sqlPath, godog}},
		{
			Path: "reports/bilan", May: []string{
				"reports", "reports/blocks", "reports/chart", "reports/page", "reports/validation",
			},
			Closed: []string{sqlPath, godog},
		},
		{Path: "reports/page", Third: []string{gofpdf, fonts, text}, Closed: []string{sqlPath, godog}},
		{Path: "fixtures", Third: []string{sqlite}, SQL: true},
		{Path: "features"},
		{Path: "features/exemples/crm/steps", Third: []string{godog}},
		{Path: "features/produit/steps", Third: []string{godog}},
		{
			Path: "internal/app",
			May: []string{
				"internal/access", "internal/account", "internal/bounded", "internal/campaign", "internal/durable",
				"internal/evidence", "internal/i18n", "internal/journal", "internal/project", "internal/recette",
				"internal/signoff",
				"internal/standing", "internal/store", "internal/store/sqlite", "internal/verify",
				"internal/worker/process", "internal/workspace", "reports",
			},
			Third: []string{uuid}, Closed: []string{godog, "net/http"},
		},
		{
			Path: "internal/guided",
			May: []string{
				"internal/access", "internal/campaign", "internal/campaign/fact", "internal/catalogue",
				"internal/execution",
				"internal/execution/binding", "internal/recette", "internal/workspace",
			},
			Third: []string{uuid}, Closed: []string{godog, "net/http"},
		},
		{
			Path: "internal/reception",
			May: []string{
				"internal/access", "internal/bounded", "internal/campaign", "internal/campaign/fact",
				"internal/campaign/state", "internal/durable", "internal/journal", "internal/plan", "internal/recette",
				"internal/signoff", "internal/verify", "internal/vocabulary", "reports",
			},
			Closed: []string{sqlPath, godog, "net/http", module + "/internal/store", cobra},
		},
		{Path: "internal/web/meter", Third: []string{metrics}, Closed: []string{godog, gofpdf}}, // it knows SQL’s pools
		{Path: "internal/web/guard", Closed: []string{godog, sqlPath, gofpdf}},
		{
			Path: "internal/web/rest",
			May: []string{
				"internal/access", "internal/account", "internal/api", "internal/app", "internal/campaign",
				"internal/campaign/state", "internal/execution", "internal/guided", "internal/i18n", "internal/picture",
				"internal/recette", "internal/web/guard",
			},
			Third: []string{openapi, uuid}, Closed: []string{godog},
		},
		{
			Path: "internal/web",
			May: []string{
				"internal/access", "internal/account",
				"internal/app", "internal/campaign", "internal/campaign/advice", "internal/campaign/fact",
				"internal/campaign/gap", "internal/campaign/state", "internal/catalogue",
				"internal/execution", "internal/execution/binding", "internal/guided", "internal/i18n",
				"internal/keymap", "internal/meant", "internal/picture", "internal/recette", "internal/web/guard",
				"internal/web/meter", "internal/web/rest", "internal/api", "internal/workspace",
				"internal/campaign/advice", "internal/campaign/fact", "internal/campaign/visa", "internal/plan",
				"internal/reception", "internal/route", "internal/signoff", "internal/verify", "reports",
			},
			Third: []string{group, sessions, uuid, markup}, Closed: []string{godog},
		},
		{
			Path: "internal/cli",
			May: []string{
				"internal/reach",
				"internal/web", "internal/web/meter", "internal/web/rest",
				"internal/guided", "internal/account", "internal/reception",
				"internal/api", "internal/app", "internal/authoring", "internal/workspace", "internal/campaign",
				"internal/campaign/state", "internal/campaign/fact", "internal/campaign/advice",
				"internal/campaign/dataset", "internal/campaign/meeting", "internal/campaign/gap",
				"internal/campaign/document", "internal/campaign/roster",
				"internal/campaign/visa", "internal/route", "internal/campaign/milestone", "internal/regime",
				"internal/execution",
				"internal/execution/binding", "internal/lsp",
				"internal/signoff",
				"internal/standing", "internal/matrix", "internal/matrix/render", "internal/livingdoc",
				"internal/livingdoc/model", "internal/livingdoc/html",
				"internal/livingdoc/markdown", "internal/lint", "internal/lint/report", "internal/lint/rules",
				"internal/importer", "internal/importer/sheet", "internal/kit", "internal/picture",
				"internal/delimited", "internal/ticket",
				"reports/cahier/workbook", "internal/testbook/usual",
				"internal/lint/runner", "internal/format", "internal/ready", "internal/steps", "internal/answers",
				"internal/verify", "internal/recette", "internal/access", "internal/catalogue", "internal/reference",
				"internal/syntax", "internal/i18n", "internal/term", "internal/prompt", "internal/output",
				"internal/meant", "internal/yamldoc", "internal/bounded", "internal/budget", "internal/durable",
				"internal/planning", "internal/planning/document", "internal/pace", "internal/conduct",
				"internal/testbook", "reports", "reports/agenda", "reports/bilan", "reports/blocks", "reports/cahier",
				"reports/committee",
				"reports/validation", "fixtures",
				"features",
			},
			Third: []string{cobra, pflag, term, text, image, yaml, diff, editorconfig, proxies},
		},
		{Path: "cmd/recette", May: []string{"internal/cli"}, Closed: []string{godog}},
	}
}
