package attacks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// threats names the tests that try each line of the table of docs/auditeur.md: test functions of packages, with the
// case when one alone tries it, and scripts of the program.
func threats() map[string][]string {
	return map[string][]string{
		"A1": {
			"verify.TestBitFlipsAreNotConform", "verify.TestLaterChangesAreNotConform",
			"verify.TestPreparedAttacksAreNotConform", "script/verify_voit_un_octet_change",
		},
		"A2": {"verify.TestRawMutantsAreNotConform", "verify.TestAgainstTheJournal/PO's stripped"},
		"A3": {
			"verify.TestTrustComesFromTheAnchors/with another of the same name",
			"script/verify_ne_croit_que_l_autorite_designee",
		},
		"A4": {
			"store/sqlite.TestTampering/a verdict changed", "store/sqlite.TestTampering/a text changed",
			"script/journal_verify_voit_un_verdict_change",
		},
		"A5": {"attacks.TestWhatNothingShows/a verdict that nobody saw, in the name of somebody else"},
		"A6": {"attacks.TestPagesThatLie", "script/pv_sign_refuse_des_pages_qui_mentent"},
		"A7": {
			"attacks.TestFilesThatLie/texts that call a failure conform",
			"attacks.TestFilesThatLie/a layout that does not exist", "attacks.TestOtherLayouts",
		},
		"A8":  {"attacks.TestFilesThatLie/a thumbnail of something else"},
		"A9":  {"verify.TestLiesThatAreSignedAreNotConform", "verify.TestALieInEachFieldShows"},
		"A10": {"verify.TestAnotherManifestIsNotConform", "attacks.TestPlansThatLie", "verify.TestContent_Vectors"},
		"A11": {"verify.TestDrift", "script/verify_dit_les_textes_modifies"},
		"A12": {"attacks.TestOmissions", "verify.TestAnOmittedAttemptShowsAgainstTheJournal"},
		"A13": {"attacks.TestWhatNothingShows/another campaign that failed"},
		"A14": {
			"verify.TestProject_InsidersLies", "attacks.TestOnePersonSignsTwice", "attacks.TestALostPassphrase",
			"attacks.TestAnOutsideAuthorityAnswers", "attacks.TestFirstKeysAfterARestoration",
			"signoff.TestCheckSign_Keys",
		},
		"A15": {"verify.TestSignersAreJudged/demonstration key on a true PV", "verify.TestDemonstrationIsSaid"},
		"A16": {
			"attacks.TestBoxesThatLie", "attacks.TestNobodySignsBelowABoxThatLies", "attacks.TestTheFormOfBefore",
		},
		"A17": {
			"verify.TestSignersAreJudged/PO signs first", "script/pv_sign_suit_l_ordre",
			"script/pv_sign_refuse_un_autre_fichier",
		},
		"A18": {
			"campaign.TestPV_IsNotSignedOnceFactsOvertookIt",
			"campaign.TestPV_IsNotSignedUnderADecisionThatNoLongerStands", "script/pv_sign_refuse_un_pv_depasse",
			"attacks.TestSignedAfterAFact",
		},
		"A19": {
			"store/sqlite.TestOpen_SeesWhatWasDone", "store/sqlite.TestTampering",
			"store/sqlite.TestGuardTakenDown", "script/journal_ouverture_voit_ce_qu_on_a_fait",
		},
		"A20": {
			"store/sqlite.TestErase_FakedInTheDatabase", "store/sqlite.TestErase_Undone",
			"verify.TestVerifyAndJournalVerifyAgree/text erased by a row",
		},
		"A21": {
			"script/journal_restore_inscrit_la_reprise", "script/journal_restore_ne_rend_aucun_numero",
			"script/journal_ouverture_voit_ce_qu_on_a_fait",
			"verify.TestAgainstTheJournal/never rendered", "verify.TestAgainstTheJournal/never signed",
		},
		"A22": {
			"store/sqlite.TestDamagedEvidence", "verify.TestEvidenceIsCounted",
			"verify.TestVerifyAndJournalVerifyAgree/evidence altered",
			"script/journal_verify_voit_une_preuve_changee",
		},
		"A23": {
			"store/sqlite.TestRewrittenHistory", "verify.TestWitnesses/another root",
			"verify.TestFilesThatAreGivenTogether",
		},
		"A24": {"attacks.TestTwoTogether"},
		"A25": {"attacks.TestAStolenKey"},
		"A26": {
			"verify.TestProject_InsidersLies", "store/sqlite.TestVerify_HeadsOfOtherKeys/the key of nobody",
			"verify.TestTheFormerKeySignsNoLonger",
		},
		"A27": {"verify.TestHostileFiles"},
		"A28": {"attacks.TestAnOlderForm", "attacks.TestTheFormOfBefore", "verify.TestFixtures"},
		"A29": {
			"verify.TestWhatIsDatedTooEarlyShows", "verify.TestADecisionDatedBeforeTheExecutionsIsNeverConform",
			"verify.TestAClockThatWentBackIsSaid", "verify.TestAClockThatIsBehindIsRefused",
		},
		"A30": {
			"verify.TestFilesThatAreGivenTogether", "verify.TestFileThatNobodyVouchesForConvictsNone",
			"verify.TestWitnesses", "verify.TestOneNumberOfTwoLogs",
		},
		"A31": {"verify.TestTheLastSignatureHasOneForm", "verify.TestCertificatesAreNamedByTheSignature"},
		"A32": {"verify.TestALaterDecisionIsSaid"},
		"A33": {
			"verify.TestFilesOnBothSidesOfARotation", "verify.TestWitnessesOnBothSidesOfARotation",
			"verify.TestAHandoverThatIsForged",
		},
		"A34": {
			"attacks.TestRecordsThatNoVerbMakes", "attacks.TestAnAcceptanceOfWhatIsDue",
			"attacks.TestGapsThatNoVerbMakes", "attacks.TestAnInvalidRetestClosesNothing",
			"attacks.TestADuplicateCarriesItsOriginal",
		},
		"A35": {"attacks.TestWhatWasWorseIsSaid", "attacks.TestRecordsThatNoVerbMakes"},
		"A36": {"verify.TestSignersAreJudged", "verify.TestNamesThatReadAsOne", "verify.TestLookalike"},
	}
}

// TestThreats holds the table of docs/auditeur.md to its tests: each line has some, which are there with the case that
// is named, one of them asserts each verdict that the line announces, and each test has a line.
func TestThreats(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "auditeur.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, read := threats(), map[string]sources{}
	seen := map[string]bool{}
	for word := range shown() {
		if !strings.Contains(string(page), word) {
			t.Errorf("no line says %q", word)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^\| (A\d+) \|(.*)\|$`).FindAllSubmatch(page, -1) {
		id, cells := string(m[1]), strings.Split(string(m[2]), "|")
		if seen[id] {
			t.Errorf("line %s is there twice", id)
		}
		seen[id] = true
		blank := func(cell string) bool { return strings.TrimSpace(cell) == "" }
		if len(cells) != 4 || slices.ContainsFunc(cells[:3], blank) {
			t.Errorf("line %s has %d cells after its number, want 4, the first three of them filled", id, len(cells))
		}
		if len(tests[id]) == 0 {
			t.Errorf("line %s has no test", id)
		}
		said := ""
		for _, name := range tests[id] {
			text := proof(t, name, read)
			if text == "" {
				t.Errorf("line %s: no test %s", id, name)
			}
			said += text
		}
		for word, asserted := range shown() {
			if strings.Contains(cells[2], word) && !asserted.MatchString(said) {
				t.Errorf("line %s says %s, and none of its tests asserts it", id, word)
			}
		}
	}
	for id := range tests {
		if !seen[id] {
			t.Errorf("tests of %s, which is no line of the page", id)
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d lines, want at least 20", len(seen))
	}
}

// sources are the functions of the tests of a package, and all that its tests say.
type sources struct {
	functions map[string]string
	all       string
}

func readTests(t *testing.T, folder string) sources {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := sources{functions: map[string]string{}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out.all += string(text)
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				out.functions[f.Name.Name] = string(text[set.Position(f.Pos()).Offset:set.Position(f.End()).Offset])
			}
		}
	}
	return out
}

// body gives what a function says, with the functions of its package that it names, twice removed.
func (s *sources) body(name string, depth int) string {
	text := s.functions[name]
	if depth == 0 {
		return text
	}
	called := map[string]bool{name: true}
	for _, m := range regexp.MustCompile(`\b([A-Za-z]\w*)\(`).FindAllStringSubmatch(text, -1) {
		if !called[m[1]] {
			called[m[1]] = true
			text += s.body(m[1], depth-1)
		}
	}
	return text
}

// proof gives what a named test says, empty when it is not there: a script, a test function of a package, or one of its
// cases.
func proof(t *testing.T, name string, read map[string]sources) string {
	t.Helper()
	if script, ok := strings.CutPrefix(name, "script/"); ok {
		text, err := os.ReadFile(filepath.Join("..", "..", "cmd", "recette", "testdata", "script", script+".txtar"))
		if err != nil {
			return ""
		}
		return string(text)
	}
	folder, function, _ := strings.Cut(name, ".")
	function, subtest, hasCase := strings.Cut(function, "/")
	if _, ok := read[folder]; !ok {
		read[folder] = readTests(t, folder)
	}
	s := read[folder]
	text := s.functions[function]
	if !strings.Contains(text, "func "+function+"(t *testing.T) {") ||
		hasCase && !strings.Contains(s.all, strconv.Quote(subtest)+":") {
		return ""
	}
	return s.body(function, 2)
}

// shown gives, for each word of the table that is a verdict, how a test that asserts it names it.
func shown() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"NON CONFORME": regexp.MustCompile(`\bNotConform\b|exits 1 recette verify`),
		"INDÉTERMINÉ":  regexp.MustCompile(`\bIndeterminate\b|exits 2 recette verify`),
		"code 6":       regexp.MustCompile(`(?m)^exits 6 recette `),
		// Whose code it is: of the verb that the line names, and of no other.
		"journal\u00a0: code 6":    regexp.MustCompile(`(?m)^exits 6 recette journal verify\b`),
		"`pv sign` refuse, code 6": regexp.MustCompile(`(?m)^exits 6 recette pv sign\b`),
		"pv sign":                  regexp.MustCompile(`\brefused(To)?\(|CheckSign\(|exits [56] recette pv sign`),
		"--witness":                regexp.MustCompile(`Witnesses:|--witness`),
		"--features":               regexp.MustCompile(`Texts:|--features`),
		"--signer":                 regexp.MustCompile(`\.Signers = |--signer`),
		".recette.head":            regexp.MustCompile(`\.recette\.head`),
	}
}

// TestShown shows what asserts nothing: a check that the record is sound, another code, another verb.
func TestShown(t *testing.T) {
	t.Parallel()
	for word, texts := range map[string]struct{ yes, no []string }{
		"code 6": {
			yes: []string{"exits 6 recette journal verify --json\n", "x\nexits 6 recette pv sign pv.pdf"},
			no: []string{
				"if !report.OK() {", "if err != nil || !got.OK() {", "exits 64 recette verify", "# exits 6 recette run",
				"exits 6 sh ./prepare.sh",
			},
		},
		"journal\u00a0: code 6": {
			yes: []string{"exits 6 recette journal verify\n"},
			no:  []string{"exits 6 recette run\n", "exits 1 recette journal verify", "exits 6 recette journal restore"},
		},
		"`pv sign` refuse, code 6": {
			yes: []string{"exits 6 recette pv sign pv.pdf --role ppo"},
			no:  []string{"exits 5 recette pv sign pv.pdf", "exits 6 recette journal verify"},
		},
	} {
		asserted, ok := shown()[word]
		if !ok {
			t.Errorf("%q is no word of the table", word)
			continue
		}
		for _, text := range texts.yes {
			if !asserted.MatchString(text) {
				t.Errorf("%q is not shown by %q", word, text)
			}
		}
		for _, text := range texts.no {
			if asserted.MatchString(text) {
				t.Errorf("%q is shown by %q", word, text)
			}
		}
	}
}
