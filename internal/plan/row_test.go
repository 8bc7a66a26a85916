package plan

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/yamldoc"
)

const branches = `# language: fr
@US-1 @parcours:adhesion
Fonctionnalité: Adhésion
  @SC-0001 @antenne
  Scénario: Une entreprise adhère
    Quand elle adhère
    Alors elle reçoit

  @SC-0002 @antenne
  Plan du scénario: Une entreprise est refusée
    Quand elle donne "<siret>"
    Alors le refus est annoncé

    Exemples:
      | id    | siret |
      | court | 1     |

  @SC-0003 @national
  Scénario: Le siège compte
    Quand le siège compte
    Alors le total est juste
`

// branched is a plan with two branches, frozen.
func branched(t *testing.T, quorum string) Manifest {
	t.Helper()
	in := input(t, casesOf(t, map[string]string{"a.feature": branches}))
	in.Plan.DataSets = nil
	in.Plan.Antennes, in.Plan.Quorum = []string{"Île-de-France", "La Réunion"}, Quorum(quorum)
	m, problems, err := Freeze(in)
	if err != nil {
		t.Fatalf("%v: %+v", err, problems)
	}
	return m
}

// A scenario of the branches is a row in each of them, any other one row; the text is the same.
func TestFreeze_ARowABranch(t *testing.T) {
	m := branched(t, "1/2")
	want := []string{
		"SC-0001@ile-de-france", "SC-0001@la-reunion", "SC-0002/court@ile-de-france", "SC-0002/court@la-reunion",
		"SC-0003",
	}
	if diff := cmp.Diff(want, caseIDs(&m)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, m.Journeys[0].Cases); diff != "" {
		t.Errorf("rows of the journey (-want +got):\n%s", diff)
	}
	a, b := m.Cases[0], m.Cases[1]
	if a.Content != b.Content || a.Antenne != "Île-de-France" || b.Antenne != "La Réunion" {
		t.Errorf("rows of one scenario: %s %s, %s %s", a.Content, a.Antenne, b.Content, b.Antenne)
	}
	if m.V != 2 {
		t.Errorf("version %d, want 2", m.V)
	}
	data, got := roundTrip(t, &m)
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("Parse(Bytes) (-frozen +parsed):\n%s", diff)
	}
	outline, err := ParseOutline(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Outline(), outline); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

// A plan that names no branch is frozen as before.
func TestFreeze_WithoutBranches(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"a.feature": branches}))
	m, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"SC-0001", "SC-0002/court", "SC-0003"}; !slices.Equal(caseIDs(&m), want) {
		t.Errorf("rows %q, want %q", caseIDs(&m), want)
	}
	data, err := m.Bytes()
	if err != nil || strings.Contains(string(data), `"antenne`) || strings.Contains(string(data), `"quorum`) {
		t.Errorf("a plan that names no branch says something of them, %v", err)
	}
}

// A manifest of the first version holds no row of a branch.
func TestParse_NoBranchInTheFirstVersion(t *testing.T) {
	m := branched(t, "")
	m.V, m.Antennes, m.Sections = 1, nil, nil
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(bytes.NewReader(data)); !errors.Is(err, errManifestVersion) {
		t.Errorf("Parse = %v, want %v", err, errManifestVersion)
	}
	if _, err := ParseOutline(bytes.NewReader(data)); !errors.Is(err, errManifestVersion) {
		t.Errorf("ParseOutline = %v, want %v", err, errManifestVersion)
	}
}

func TestFreeze_NothingInTheBranches(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"a.feature": strings.ReplaceAll(branches, "@antenne", "@national")}))
	in.Plan.DataSets, in.Plan.Antennes = nil, []string{"Bretagne"}
	_, problems, err := Freeze(in)
	if err != nil || len(problems) != 1 || problems[0].Code != noBranchCase || problems[0].Refuses() {
		t.Errorf("problems %+v, error %v, want one warning %s", problems, err, noBranchCase)
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Bretagne": "bretagne", "Île-de-France": "ile-de-france", "La Réunion": "la-reunion",
		"  Côte  d’Or ": "cote-d-or",
		"Antenne n° 7":  "antenne-n-7", "—": "", "": "",
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
	for _, id := range []string{"SC-0042", "SC-0042/ligne", "~0123456789ab"} {
		for _, antenne := range []string{"", "Bretagne", "La Réunion"} {
			if got := CaseID(rowID(id, antenne)); got != id {
				t.Errorf("CaseID of %s in %q = %s", id, antenne, got)
			}
		}
	}
}

func TestQuorum(t *testing.T) {
	for _, tt := range []struct {
		quorum     Quorum
		panel      int
		valid      bool
		need, rows int
	}{
		{"", 3, true, 3, 3},
		{"all", 3, true, 3, 3},
		{"any", 3, true, 1, 3},
		{"any", 3, true, 0, 0},
		{"2/3", 3, true, 2, 3},
		{"2/3", 3, true, 1, 1}, // fewer rows are left than it asks for
		{"2/3", 4, false, 2, 4},
		{"0/3", 3, false, 3, 3},
		{"4/3", 3, false, 3, 3},
		{"2 / 3", 3, false, 3, 3},
		{"02/3", 3, false, 3, 3},
		{"most", 3, false, 3, 3},
	} {
		if got := tt.quorum.valid(tt.panel); got != tt.valid {
			t.Errorf("%q of %d: valid %t, want %t", tt.quorum, tt.panel, got, tt.valid)
		}
		if got := tt.quorum.Need(tt.rows); got != tt.need {
			t.Errorf("%q of %d rows: %d needed, want %d", tt.quorum, tt.rows, got, tt.need)
		}
	}
}

func TestRead_Panel(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		code yamldoc.Code
		line int
	}{
		"one branch twice": {"antennes: [Île-de-France, ILE DE FRANCE]\n", badAntenne, 5},
		"no name":          {"antennes: ['—']\n", badAntenne, 5},
		"quorum too high":  {"antennes: [Bretagne]\nquorum: 2/1\n", badQuorum, 6},
		"other panel":      {"antennes: [Bretagne]\nquorum: 1/3\n", badQuorum, 6},
		"no panel":         {"quorum: any\n", badQuorum, 5},
	} {
		_, err := Read("plans/v1.yaml", []byte(minimal+tt.text))
		doc, ok := errors.AsType[*yamldoc.Error](err)
		if !ok || len(doc.Problems) != 1 || doc.Problems[0].Code != tt.code || doc.Problems[0].Line != tt.line {
			t.Errorf("%s: %+v, want %s at line %d", name, err, tt.code, tt.line)
		}
	}
	if _, err := Read("plans/v1.yaml", []byte(minimal+"antennes: [Bretagne, Corse]\nquorum: 1/2\n")); err != nil {
		t.Errorf("a panel and its quorum: %v", err)
	}
}

// The rows of a scenario drift together: the features know it once.
func TestCompare_Rows(t *testing.T) {
	m := branched(t, "")
	c := Compare(m.Outline())
	changed := strings.Replace(branches, "elle reçoit", "elle a", 1)
	for _, now := range casesOf(t, map[string]string{"a.feature": changed}) {
		s := now.Summary()
		c.Add(&s)
	}
	got := map[string]DriftKind{}
	for _, d := range c.Drifts() {
		got[d.ID] = d.Kind
	}
	want := map[string]DriftKind{"SC-0001": ContentChanged, "SC-0002/court": Identical, "SC-0003": Identical}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
