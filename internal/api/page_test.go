package api_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/account"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/execution"
	"recette/internal/importer"
	"recette/internal/lint"
	"recette/internal/lint/report"
	"recette/internal/livingdoc/model"
	"recette/internal/matrix"
	"recette/internal/pace"
	"recette/internal/planning"
	"recette/internal/ready"
	"recette/internal/steps"
	"recette/internal/store"
	"recette/internal/syntax"
	"recette/internal/ticket"
	"recette/internal/verify"
	"recette/reports/agenda"
	"recette/reports/bilan"
	"recette/reports/committee"
	"recette/reports/validation"
)

// documents are those of the page: the commands that print one, its version, its type as its constructor makes it.
func documents() []document {
	status := api.NewCampaignStatus(&campaign.Status{}, nil, pace.Forecast{})
	return []document{
		{"list", 1, api.ListFeatures(nil)},
		{"campaign list", 1, api.NewCampaignList(nil)},
		{"campaign status", 1, status},
		{"anomaly list", 1, api.NewAnomalyList(&campaign.Status{})},
		{"reserve list", 1, api.NewReserveList(&campaign.Status{})},
		{"session list", 1, api.NewSessionList(&campaign.Status{})},
		{"campaign todo", 1, api.NewTodo("", nil)},
		{"opinion list", 1, api.NewOpinionList(&campaign.Status{})},
		{"derogation list", 1, api.NewDerogationList(&campaign.Status{})},
		{"deviation list", 1, api.NewDeviationList(&campaign.Status{})},
		{"result amend", 1, api.NewAmendmentList(&campaign.Status{}, nil, campaign.Effects{})},
		{"pv answer", 1, api.NewWarningList("", "", nil, nil)},
		{"person retention", 1, api.NewRetentionList(nil, false, nil)},
		{"review list", 1, api.NewReviewList(&campaign.Status{}, nil)},
		{"user list", 1, api.NewUserList(nil, nil)},
		{"token list", 1, api.NewTokenList(
			[]account.Token{{Used: "2026-11-30", Scopes: account.Scopes()}},
			func(*account.Token) (since, until string) { return "", "" },
		)},
		{"pv list", 1, api.NewPVList(&campaign.Status{})},
		{"campaign compare", 1, api.NewComparison("", "", nil)},
		{"campaign status --gate", 1, api.NewGate("", "", nil, nil, nil)},
		{"verify", 1, api.Verification{Schema: verify.Schema}},
		{"journal verify", 1, api.NewJournalVerification(&store.Report{}, []api.JournalDoubt{{}})},
		{"doctor", 1, api.NewDoctor(nil)},
		{"key list", 1, api.NewKeyList(nil)},
		{"milestone list", 1, api.NewMilestoneList("", nil, "", nil)},
		{"anomaly import", 1, api.NewAnomalyImport("", gap.Source{}, &ticket.Sheet{}, nil)},
		{"import", 1, api.NewImport(&importer.File{}, "", &importer.Plan{})},
		{"explain", 1, api.NewExplanation(nil, nil)},
		{"fmt", 1, api.NewFormatting(0)},
		{"ready", 1, api.NewReadiness(api.Readiness{})},
		{"ready --attest", 1, api.NewAttestation("", true, nil)},
		{"steps", 1, api.NewStepDefinitions(nil)},
		{"plan check", 1, api.NewPlanCheck(nil)},
		{"plan estimate", 1, api.NewPlanEstimate("", planning.Estimate{})},
		{"plan show", 1, validation.Plan{Schema: validation.Schema}},
		{"decision list", 1, api.NewDecisionList(nil)},
		{"campaign signoff", 1, api.NewSignoff("", nil, nil)},
		{"data list", 1, api.NewDataList(nil)},
		{"data check", 1, api.NewDataCheck(0, nil)},
		{"report bilan --format json", 1, bilan.Bilan{Schema: bilan.Schema}},
		{"report agenda --format json", 1, agenda.Agenda{Schema: agenda.Schema}},
		{"report committee --format json", 1, committee.Order{Schema: committee.Schema}},
		{"docs build", 1, api.NewDocsBuild(&model.Doc{})},
		{"lint", 2, api.NewLinting(&report.Document{})},
		{"trace", 1, api.Matrix{Schema: matrix.Schema}},
		{"run --jsonl", 1, api.RunEvent{V: 1}},
	}
}

// shared gives what several documents hold, by the heading of the page that says its fields.
func shared() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[matrix.Figures]():      "chiffres",
		reflect.TypeFor[bilan.Figures]():       "chiffres",
		reflect.TypeFor[bilan.Progress]():      "avancement",
		reflect.TypeFor[bilan.Coverage]():      "couverture",
		reflect.TypeFor[bilan.Criterion]():     "critère mesuré",
		reflect.TypeFor[api.Draft]():           "brouillon",
		reflect.TypeFor[api.GapChange]():       "changement",
		reflect.TypeFor[api.Fix]():             "correctif",
		reflect.TypeFor[api.Retest]():          "re-test",
		reflect.TypeFor[verify.Finding]():      "constat",
		reflect.TypeFor[report.Item]():         "remarque",
		reflect.TypeFor[syntax.Edit]():         "correction",
		reflect.TypeFor[steps.Definition]():    "définition",
		reflect.TypeFor[steps.Place]():         "lieu",
		reflect.TypeFor[lint.Waiver]():         "dérogation",
		reflect.TypeFor[ready.Statement]():     "attestation",
		reflect.TypeFor[matrix.Counts]():       "anomalies ouvertes",
		reflect.TypeFor[matrix.Total]():        "total",
		reflect.TypeFor[execution.StepEvent](): "pas",
		reflect.TypeFor[execution.Problem]():   "problème",
		reflect.TypeFor[api.DutyWarning]():     "avertissement",
	}
}

type document struct {
	command string
	version int
	value   any
}

// heading is that of a document in the page.
func (d document) heading() string {
	return fmt.Sprintf("`recette %s` (version %d)", d.command, d.version)
}

// The page says each document, its version and its fields, in their order, and nothing else.
func TestPage_SaysWhatIsPrinted(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	got := said(string(page))
	want := map[string][]string{}
	for _, d := range documents() {
		want[d.heading()] = fields(reflect.TypeOf(d.value), "")
		if got := versionOf(t, d.value); got != d.version {
			t.Errorf("%s: the document says version %d", d.heading(), got)
		}
	}
	for typ, name := range shared() {
		heading, of := "Objet "+name, fields(typ, "")
		if diff := cmp.Diff(want[heading], of); want[heading] != nil && diff != "" {
			t.Errorf("two types are called %s (-one +other):\n%s", name, diff)
		}
		want[heading] = of
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/json.md (-printed +said):\n%s", diff)
	}
}

// versionOf gives the version that a document says: a number, or the end of the name of a schema.
func versionOf(t *testing.T, doc any) int {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		V      int
		Schema string
	}
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	if said.Schema == "" {
		return said.V
	}
	version, err := strconv.Atoi(said.Schema[strings.LastIndex(said.Schema, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// A field that the page does not explain is one that nobody can use.
func TestPage_ExplainsEachField(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := row.FindAllStringSubmatch(string(page), -1)
	for _, r := range rows {
		if len(strings.TrimSpace(r[3])) < 3 {
			t.Errorf("field %s (%s) is not explained: %q", r[1], r[2], r[3])
		}
	}
	if len(rows) < 50 {
		t.Errorf("%d fields were found in the page", len(rows))
	}
}

var (
	section = regexp.MustCompile(`(?m)^## `)
	row     = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*[^| ]) \\| ([^|]*)\\|$")
)

// said gives the fields of the page, by heading: their paths and types. A section without fields is prose.
func said(page string) map[string][]string {
	out := map[string][]string{}
	for _, part := range section.Split(page, -1)[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		for _, r := range row.FindAllStringSubmatch(body, -1) {
			out[heading] = append(out[heading], r[1]+" : "+r[2])
		}
	}
	return out
}

// fields gives the paths and types of what a type prints, in its order. A field hides that of the same name of what
// its type embeds.
func fields(t reflect.Type, under string) []string {
	var out []string
	own := map[string]bool{}
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !f.Anonymous {
			own[under+name] = true
		}
	}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		typ, nilable := f.Type, false
		if typ.Kind() == reflect.Pointer {
			typ, nilable = typ.Elem(), true
		}
		if f.Anonymous && name == "" {
			for _, line := range fields(typ, under) {
				path, _, _ := strings.Cut(line, " : ")
				if head, _,
					_ := strings.Cut(strings.TrimPrefix(path, under), "["); !own[under+strings.Split(head, ".")[0]] {
					out = append(out, line)
				}
			}
			continue
		}
		if name == "-" || !f.IsExported() {
			continue
		}
		word, at, within := kind(typ, under+name)
		if strings.Contains(options, "omit") {
			word += ", facultatif"
		} else if nilable {
			word += " ou `null`"
		}
		out = append(out, under+name+" : "+word)
		if within != nil {
			out = append(out, fields(within, at+".")...)
		}
	}
	return out
}

// kind gives the word of a type, and what it holds when that has fields of its own.
func kind(t reflect.Type, path string) (word, at string, within reflect.Type) {
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return "texte", "", nil
	}
	switch t.Kind() { //nolint:exhaustive // the others have no word yet, which stops the test
	case reflect.Bool:
		return "booléen", "", nil
	case reflect.String:
		return "texte", "", nil
	case reflect.Int, reflect.Int64:
		return "nombre", "", nil
	case reflect.Interface:
		return "valeur", "", nil
	case reflect.Struct:
		if name := shared()[t]; name != "" {
			return "objet " + name, "", nil
		}
		return "objet", path, t
	case reflect.Slice:
		word, at, within := kind(t.Elem(), path+"[]")
		return "liste : " + word, at, within
	case reflect.Map:
		word, at, within := kind(t.Elem(), path+".*")
		return "par clé : " + word, at, within
	}
	panic("no word for " + t.String())
}

// TestPage_SaysWhatTheAPIGives: the page of the API says each of its own documents, and nothing else.
func TestPage_SaysWhatTheAPIGives(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"`GET /campaigns/{campaign}/rows` (version 1)":       fields(reflect.TypeFor[api.RowList](), ""),
		"`GET /campaigns/{campaign}/rows/{row}` (version 1)": fields(reflect.TypeFor[api.Row](), ""),
	}
	if diff := cmp.Diff(want, said(string(page))); diff != "" {
		t.Errorf("docs/api.md (-given +said):\n%s", diff)
	}
}
