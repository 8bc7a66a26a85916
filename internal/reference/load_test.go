package reference

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// tree makes a project of files.
func tree(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// many is a glossary with as many faults as terms, and what is said of the first ones.
func many(terms, listed int) (text string, problems []string) {
	text = "terms:\n"
	for i := range terms {
		text += fmt.Sprintf("  - {term: t%d, meaning: x, forbiden: []}\n", i)
		if i < listed {
			problems = append(
				problems,
				fmt.Sprintf(
					"glossary.yaml:%d:%d: unknown_key at terms[%[3]d].forbiden (forbiden), did you mean forbidden", i+2,
					27+len(fmt.Sprint(i)), i,
				),
			)
		}
	}
	return text, problems
}

const decision = "# DEC-0001 – Une actualité est validée\n\n- **Date** : 12/10/2026\n- **Décideur** : Marc Delattre, " +
	"PO\n- **Statut** : actée\n"

func TestLoad_ReadsEveryKind(t *testing.T) {
	got, err := Load(tree(map[string]string{
		"stories.yaml": "epics: [{id: EPIC-adhesion, title: Adhésion}]\nstories:\n  - id: US-101\n    title: " +
			"Adhérer\n    epic: EPIC-adhesion\n    priority: won't\n" +
			"    criteria:\n      - {id: CA-101.1, text: Une demande complète}\n      - {id: CA-101.2, text: Le " +
			"paiement, out_of_scope: DEC-0001}\n",
		"rules/RG-12.md": "# RG-12 – Une fois\n\n- **Seuil** : oui\n- **Source** : statuts, article 4\n\nUne " +
			"entreprise n’adhère qu’une fois.\n\n## Exception\n\nAucune.\n",
		"rules/README.md": "# Ce dossier\n",
		"regles/RG-13.md": "# RG-13 : Antenne\nLe code postal décide.\n",
		"rules/image.png": "x",
		"roles.yaml": "roles: [{code: gestionnaire-antenne, label: gestionnaire d'antenne, about: a, aliases: " +
			"[gestionnaire]}]\n",
		"messages.yaml": "messages: [{code: MSG-1, level: error, text: Non., screen: Fiche, overrides: {Corse: " +
			"Nò.}}]\n",
		"glossary.yaml":     "terms: [{term: adhérent, meaning: m, forbidden: [membre]}]\n",
		"data/JDD-a.yaml":   "code: JDD-a\nlabel: l\nowner: o\nload: x\nreset: y\norigin: fictif\nrows: [{a: 1}]\n",
		"data/notes.txt":    "x",
		"decisions/x/y.txt": "nothing\n", "decisions/.x/y.md": "# nothing\n", "decisions/x/README.md": "# nothing\n",
		"decisions/DEC-0001.md": decision +
			"- **Instance** : comité\n- **Impacts** : US-101, RG-12 ; délai\n- **Échéance** : 2026-12-01\n\nUn mot.\n" +
			"\n" +
			"## Question\n\nQui ?\n\n## Options examinées\n\n1. a\n\n```\n## pas un titre\n```\n\n## Choix\n\nMoi.\n" +
			"\n## Suite\n\nRien.\n",
		"decisions/DEC-0002.md": "# DEC-0002 – B\n- **Date**: 2026-01-02\n- **Decider:** X\n* **Status** : Remplacée " +
			" par DEC-0001\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := &Set{
		Epics: []Epic{{Place{"stories.yaml", 1, 14}, "EPIC-adhesion", "Adhésion"}},
		Stories: []Story{{
			At: Place{"stories.yaml", 3, 9}, ID: "US-101", Title: "Adhérer", Epic: "EPIC-adhesion", Priority: "wont",
			Criteria: []Criterion{
				{Place{"stories.yaml", 8, 14}, "CA-101.1", "Une demande complète", ""},
				{Place{"stories.yaml", 9, 14}, "CA-101.2", "Le paiement", "DEC-0001"},
			},
		}},
		Rules: []Rule{
			{
				At: Place{"rules/RG-12.md", 1, 3}, ID: "RG-12", Title: "Une fois", Source: "statuts, article 4",
				Threshold: true,
				Text:      "Une entreprise n’adhère qu’une fois.\n\n## Exception\n\nAucune.",
			},
			{At: Place{"regles/RG-13.md", 1, 3}, ID: "RG-13", Title: "Antenne", Text: "Le code postal décide."},
		},
		Decisions: []Decision{
			{
				At: Place{"decisions/DEC-0001.md", 1, 3}, ID: "DEC-0001", Title: "Une actualité est validée",
				Date:     "2026-10-12",
				Instance: "comité", Decider: "Marc Delattre, PO", Status: Acted,
				Impacts: []string{"US-101", "RG-12", "délai"}, Due: "2026-12-01",
				Question: "Qui ?", Options: "1. a\n\n```\n## pas un titre\n```", Choice: "Moi.",
				More: "Un mot.\n\n## Suite\n\nRien.",
			},
			{
				At: Place{"decisions/DEC-0002.md", 1, 3}, ID: "DEC-0002", Title: "B", Date: "2026-01-02", Decider: "X",
				Status:     Superseded,
				ReplacedBy: "DEC-0001",
			},
		},
		Roles: []Role{
			{
				Place{"roles.yaml", 1, 16},
				"gestionnaire-antenne", "gestionnaire d'antenne", "a",
				[]string{"gestionnaire"},
			},
		},
		Messages: []Message{
			{Place{"messages.yaml", 1, 19}, "MSG-1", "erreur", "Non.", "Fiche", map[string]string{"Corse": "Nò."}},
		},
		Terms: []Term{{Place{"glossary.yaml", 1, 16}, "adhérent", "m", []string{"membre"}}},
		DataSets: []DataSet{{
			At: Place{"data/JDD-a.yaml", 1, 7}, Code: "JDD-a", Label: "l", Owner: "o", Origin: "fictif",
			Load:   Procedure{At: Place{"data/JDD-a.yaml", 4, 7}, Text: "x"},
			Reset:  Procedure{At: Place{"data/JDD-a.yaml", 5, 8}, Text: "y"},
			SHA256: "4a1a6bee0047353da976cc08576debb79759956ca7d0408a36960029b0f8226f",
			Bytes:  []byte("code: JDD-a\nlabel: l\nowner: o\nload: x\nreset: y\norigin: fictif\nrows: [{a: 1}]\n"),
		}},
		Kept: map[Kind]bool{
			Stories: true, Rules: true, Decisions: true, Roles: true, Messages: true, glossary: true, DataSets: true,
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Set{}), cmpopts.IgnoreFields(Set{}, "Digest")); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestLoad_SaysWhatIsWrong(t *testing.T) {
	glossary, fifty := many(53, 50)
	tests := map[string]struct {
		files map[string]string
		want  []string
	}{
		"nothing kept": {nil, nil},
		"no document": {
			map[string]string{"roles.yaml": "roles: ["},
			[]string{"roles.yaml:1:8: syntax (sequence end token ']' not found)"},
		},
		"unknown key": {
			map[string]string{"roles.yaml": "rôles: []\n"},
			[]string{"roles.yaml:1:1: unknown_key at rôles (rôles), did you mean roles"},
		},
		"not text": {
			map[string]string{"roles.yaml": "roles:\n  - caf\xe9\n"}, []string{"roles.yaml:2:1: not_text"},
		},
		"too large": {
			map[string]string{"rules/RG-1.md": strings.Repeat("x", 1<<20+1)},
			[]string{"rules/RG-1.md:1:1: too_large (1048577, 1048576)"},
		},
		"no id": {
			map[string]string{"stories.yaml": "stories:\n  - {title: x}\n"},
			[]string{"stories.yaml:2:5: missing at stories[0] (id)"},
		},
		"bad id": {
			map[string]string{"stories.yaml": "stories:\n  - {id: US 1, title: x}\n"},
			[]string{"stories.yaml:2:10: bad_id at stories[0].id (US 1)"},
		},
		"priority": {
			map[string]string{"stories.yaml": "stories: [{id: US-1, title: x, priority: mustt}]\n"},
			[]string{
				"stories.yaml:1:42: bad_priority at stories[0].priority (mustt, must, should, could, wont), did you " +
					"mean must",
			},
		},
		"level": {
			map[string]string{"messages.yaml": "messages: [{code: M, text: x, level: fatal}]\n"},
			[]string{
				"messages.yaml:1:38: bad_level at messages[0].level (fatal, erreur, avertissement, information, " +
					"confirmation)",
			},
		},
		"same story": {
			map[string]string{"stories.yaml": "stories:\n  - {id: US-1, title: x}\n  - {id: US-1, title: y}\n"},
			[]string{"stories.yaml:3:10: taken (US-1, stories.yaml:2)"},
		},
		"same criterion": {
			map[string]string{
				"stories.yaml": "stories:\n  - {id: US-1, title: x, criteria: [{id: CA-1, text: a}]}\n  - {id: US-2, " +
					"title: y, criteria: [{id: CA-1, text: a}]}\n",
			}, []string{"stories.yaml:3:42: taken (CA-1, stories.yaml:2)"},
		},
		"same role": {
			map[string]string{
				"roles.yaml": "roles:\n  - {code: gestionnaire-antenne, label: Gestionnaire d'antenne}\n  - {code: " +
					"x, label: gestionnaire de l’antenne}\n",
			}, []string{"roles.yaml:3:12: taken (gestionnaire-antenne, roles.yaml:2)"},
		},
		"same message": {
			map[string]string{"messages.yaml": "messages:\n  - {code: M, text: a}\n  - {code: M, text: b}\n"},
			[]string{"messages.yaml:3:12: taken (M, messages.yaml:2)"},
		},
		"same rule": {
			map[string]string{"rules/RG-1.md": "# RG-1 – a\n", "regles/RG-1.md": "# RG-1 – b\n"},
			[]string{"regles/RG-1.md:1:3: taken (RG-1, rules/RG-1.md:1)"},
		},
		"unknown epic": {
			map[string]string{
				"stories.yaml": "epics: [{id: EPIC-a, title: a}]\nstories: [{id: US-1, title: x, epic: EPIC-b}]\n",
			}, []string{"stories.yaml:2:38: dangling (EPIC-b), did you mean EPIC-a"},
		},
		"epics not kept": {map[string]string{"stories.yaml": "stories: [{id: US-1, title: x, epic: EPIC-b}]\n"}, nil},
		"no decision": {
			map[string]string{
				"stories.yaml": "stories: [{id: US-1, title: x, criteria: [{id: CA-1, text: a, out_of_scope: " +
					"DEC-1}]}]\n",
			}, []string{"stories.yaml:1:77: dangling (DEC-1)"},
		},
		"data name": {
			map[string]string{"data/JDD-a.yaml": "code: JDD-b\n"},
			[]string{"data/JDD-a.yaml:1:7: name_mismatch at code (JDD-b, JDD-a.yaml)"},
		},
		"empty page": {
			map[string]string{"rules/RG-1.md": "\n \n"}, []string{"rules/RG-1.md:1:1: no_title (RG-1)"},
		},
		"page, no title": {
			map[string]string{"rules/RG-1.md": "\nRG-1 – a\n"}, []string{"rules/RG-1.md:2:1: no_title (RG-1)"},
		},
		"page, id alone": {
			map[string]string{"rules/RG-1.md": "# RG-1\n"}, []string{"rules/RG-1.md:1:3: no_title (RG-1)"},
		},
		"page, other id": {
			map[string]string{"rules/RG-1.md": "#  RG-2 — a\n"},
			[]string{"rules/RG-1.md:1:4: name_mismatch (RG-2, RG-1.md)"},
		},
		"threshold": {
			map[string]string{"rules/RG-1.md": "# RG-1 – a\n- **Seuil** : peut-être\n"},
			[]string{"rules/RG-1.md:2:15: bad_yes_no (peut-être)"},
		},
		"unknown field": {
			map[string]string{"rules/RG-1.md": "# RG-1 – a\n- **Suil** : oui\n"},
			[]string{"rules/RG-1.md:2:14: unknown_field (Suil), did you mean Seuil"},
		},
		"field twice": {
			map[string]string{"decisions/DEC-0001.md": decision + "- Date : 12/10/2026\n"},
			[]string{"decisions/DEC-0001.md:6:10: twice (Date)"},
		},
		"section twice": {
			map[string]string{"decisions/DEC-0001.md": decision + "## Choix\n## Decision\n"},
			[]string{"decisions/DEC-0001.md:7:4: twice (Decision)"},
		},
		"section, near": {
			map[string]string{"decisions/DEC-0001.md": decision + "## Chois\n"},
			[]string{"decisions/DEC-0001.md:6:4: unknown_section (Chois), did you mean Choix"},
		},
		"no such day": {
			map[string]string{"decisions/DEC-0001.md": strings.Replace(decision, "12/10", "31/02", 1)},
			[]string{"decisions/DEC-0001.md:3:14: bad_day (31/02/2026)"},
		},
		"unknown status": {
			map[string]string{"decisions/DEC-0001.md": strings.Replace(decision, "actée", "remplacée", 1)},
			[]string{"decisions/DEC-0001.md:5:16: bad_status (remplacée)"},
		},
		"nobody decided": {
			map[string]string{"decisions/DEC-0001.md": strings.Replace(decision, "Marc Delattre, PO", "", 1)},
			[]string{"decisions/DEC-0001.md:4:18: missing (Décideur / Decider)"},
		},
		"bare decision": {
			map[string]string{"decisions/DEC-0001.md": "# DEC-0001 – a\n"},
			[]string{
				"decisions/DEC-0001.md:1:3: missing (Statut / Status)", "decisions/DEC-0001.md:1:3: missing (Date)",
			},
		},
		"replaced by air": {
			map[string]string{"decisions/DEC-0001.md": strings.Replace(decision, "actée", "remplacée par DEC-0002", 1)},
			[]string{"decisions/DEC-0001.md:5:16: dangling (DEC-0002), did you mean DEC-0001"},
		},
		"impact": {
			map[string]string{
				"stories.yaml":          "stories: [{id: US-1, title: x}]\n",
				"decisions/DEC-0001.md": decision + "- **Impacts** : US-2, RG-9, sous-traitance\n",
			}, []string{"decisions/DEC-0001.md:6:17: dangling (US-2), did you mean US-1"},
		},
		"nested folders": {
			map[string]string{
				"decisions/2026/DEC-1.md": decision, "decisions/2026/DEC-2.md": decision,
				"rules/a/b/RG-1.md": "# RG-1 – a\n", "data/x/JDD-a.yaml": "code: JDD-a\n",
			},
			[]string{
				"data/x:1:1: nested (data)", "decisions/2026:1:1: nested (decisions)", "rules/a/b:1:1: nested (rules)",
			},
		},
		"fifty and more": {
			map[string]string{"glossary.yaml": glossary, "messages.yaml": "messages: [{code: a b, text: x}]\n"},
			append(fifty, "glossary.yaml:52:29: more (3)", "messages.yaml:1:19: bad_id at messages[0].code (a b)"),
		},
		"ring": {map[string]string{
			"decisions/DEC-0001.md": strings.Replace(decision, "actée", "remplacée par DEC-0002", 1),
			"decisions/DEC-0002.md": strings.NewReplacer(
				"actée", "remplacée par DEC-0001", "DEC-0001 –", "DEC-0002 –",
			).Replace(decision),
		}, []string{"decisions/DEC-0001.md:5:16: circular (DEC-0001)"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set, err := Load(tree(tc.files))
			var got []string
			for _, p := range set.Problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if (err != nil) != (len(got) > 0) {
				t.Errorf("error %v with %d problems", err, len(got))
			}
		})
	}
}

// An entry whose file is at fault is there all the same, and a kind that cannot be read is not kept: a fault is said
// once.
func TestLoad_FaultsDoNotSpread(t *testing.T) {
	set, err := Load(tree(map[string]string{
		"rules/RG-1.md": "\xff", "decisions/DEC-0001.md": "\xff", "data/JDD-a.yaml": "- [",
		"stories.yaml": "stories: [", "roles.yaml": "rôles: []\n",
	}))
	if err == nil || len(set.Problems) != 5 {
		t.Errorf("%d problems, want 5: %v", len(set.Problems), err)
	}
	if set.Has(Stories) || !set.Has(Roles) || !set.Has(Rules) {
		t.Errorf("kept %v", set.Kept)
	}
	_, rule := set.Rule("RG-1")
	_, dec := set.Decision("DEC-0001")
	data, ok := set.DataSet("JDD-a")
	if !rule || !dec || !ok || data.SHA256 == "" {
		t.Errorf("rule %v, decision %v, data %v", rule, dec, data)
	}
}

func TestLoad_UnreadableFilesAreOneLineEach(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(dir+"/stories.yaml", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/decisions", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	set, _ := Load(os.DirFS(dir))
	if len(set.Problems) != 2 || set.Problems[0].Code != unreadable || set.Problems[1].Code != irregular {
		t.Errorf("problems: %v", set.Problems)
	}
}

// A page as large as a page may be is read, whatever it repeats.
func TestLoad_LargePages(t *testing.T) {
	for name, part := range map[string]string{
		"fields": "- **Date** : x\n", "unknown": "- **y** : x\n", "sections": "## Choix\n", "lines": "  x\n",
		"other": "## x\n", "fences": "```\n",
	} {
		text := "# D – d\n- **Date** : 2026-01-01\n" + strings.Repeat(part, (1<<20-60)/len(part))
		if set, _ := Load(tree(map[string]string{"decisions/D.md": text})); len(set.Decisions) != 1 {
			t.Errorf("%s: %d decisions, want 1", name, len(set.Decisions))
		}
	}
	if got := Described(Place{}, "CA-1 : x\n"+strings.Repeat("  x\n", 1<<18), "CA-"); len(got) != 1 {
		t.Errorf("%d criteria, want 1", len(got))
	}
}

func TestLoad_Digest(t *testing.T) {
	digest := func(files map[string]string) string {
		s, _ := Load(tree(files))
		return s.Digest
	}
	base := digest(map[string]string{"roles.yaml": "roles: []\n"})
	for name, other := range map[string]string{
		"content": digest(map[string]string{"roles.yaml": "roles: [] \n"}),
		"name":    digest(map[string]string{"glossary.yaml": "roles: []\n"}),
		"more":    digest(map[string]string{"roles.yaml": "roles: []\n", "data/a.yaml": ""}),
		"none":    digest(nil),
	} {
		if other == base {
			t.Errorf("%s does not count in the digest", name)
		}
	}
	if same := digest(map[string]string{"roles.yaml": "roles: []\n", "features/a.feature": "x"}); same != base {
		t.Error("a file that is no reference counts in the digest")
	}
	// What was judged without a folder, or without a fault, must not be recalled with it: a green would be stale.
	for name, file := range map[string]string{
		"an empty folder": "rules/README.md", "a file in place of a folder": "rules",
		"a name that nothing reads": "glossary.yml",
	} {
		if digest(map[string]string{"roles.yaml": "roles: []\n", file: "x"}) == base {
			t.Errorf("%s does not count in the digest", name)
		}
	}
}
