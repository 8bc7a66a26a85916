package attacks

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// threats names the tests that try each line of the table of docs/auditeur.md: test functions of packages, and scripts
// of the program.
func threats() map[string][]string {
	return map[string][]string{
		"A1": {
			"verify.TestBitFlipsAreNotConform", "verify.TestLaterChangesAreNotConform",
			"verify.TestPreparedAttacksAreNotConform", "script/verify_voit_un_octet_change",
		},
		"A2":  {"verify.TestRawMutantsAreNotConform", "verify.TestAgainstTheJournal"},
		"A3":  {"verify.TestTrustComesFromTheAnchors", "script/verify_ne_croit_que_l_autorite_designee"},
		"A4":  {"store/sqlite.TestTampering", "script/journal_verify_voit_un_verdict_change"},
		"A5":  {"attacks.TestWhatNothingShows"},
		"A6":  {"attacks.TestPagesThatLie", "script/pv_sign_refuse_des_pages_qui_mentent"},
		"A7":  {"attacks.TestFilesThatLie", "attacks.TestOtherLayouts"},
		"A8":  {"attacks.TestFilesThatLie"},
		"A9":  {"verify.TestLiesThatAreSignedAreNotConform", "verify.TestALieInEachFieldShows"},
		"A10": {"verify.TestAnotherManifestIsNotConform", "attacks.TestPlansThatLie", "verify.TestContent_Vectors"},
		"A11": {"verify.TestDrift", "script/verify_dit_les_textes_modifies"},
		"A12": {"attacks.TestOmissions", "verify.TestAnOmittedAttemptShowsAgainstTheJournal"},
		"A13": {"attacks.TestWhatNothingShows"},
		"A14": {
			"verify.TestProject_InsidersLies", "attacks.TestOnePersonSignsTwice", "attacks.TestALostPassphrase",
			"attacks.TestAnOutsideAuthorityAnswers", "signoff.TestCheckSign_Keys",
		},
		"A15": {"verify.TestSignersAreJudged", "verify.TestDemonstrationIsSaid"},
		"A16": {
			"attacks.TestBoxesThatLie", "attacks.TestNobodySignsBelowABoxThatLies", "attacks.TestTheFormOfBefore",
		},
		"A17": {
			"verify.TestSignersAreJudged", "script/pv_sign_suit_l_ordre", "script/pv_sign_refuse_un_autre_fichier",
		},
		"A18": {
			"campaign.TestPV_IsNotSignedOnceFactsOvertookIt",
			"campaign.TestPV_IsNotSignedUnderADecisionThatNoLongerStands", "script/pv_sign_refuse_un_pv_depasse",
		},
		"A19": {
			"store/sqlite.TestOpen_SeesWhatWasDone", "store/sqlite.TestTampering",
			"store/sqlite.TestGuardTakenDown", "script/journal_ouverture_voit_ce_qu_on_a_fait",
		},
		"A20": {"store/sqlite.TestErase_FakedInTheDatabase", "store/sqlite.TestErase_Undone"},
		"A21": {
			"script/journal_restore_inscrit_la_reprise", "script/journal_restore_ne_rend_aucun_numero",
			"script/journal_ouverture_voit_ce_qu_on_a_fait",
		},
		"A22": {
			"store/sqlite.TestDamagedEvidence", "verify.TestEvidenceIsCounted",
			"script/journal_verify_voit_une_preuve_changee",
		},
		"A23": {"store/sqlite.TestRewrittenHistory"},
		"A24": {"attacks.TestWhatNothingShows", "verify.TestALieInEachFieldShows"},
		"A25": {"attacks.TestAStolenKey"},
		"A26": {
			"verify.TestProject_InsidersLies", "store/sqlite.TestVerify_HeadsOfOtherKeys",
			"verify.TestTheFormerKeySignsNoLonger",
		},
		"A27": {"verify.TestHostileFiles"},
		"A28": {"attacks.TestAnOlderForm", "attacks.TestTheFormOfBefore", "verify.TestFixtures"},
		"A29": {
			"verify.TestWhatIsDatedTooEarlyShows", "verify.TestADecisionDatedBeforeTheExecutionsIsNeverConform",
			"verify.TestAClockThatWentBackIsSaid", "verify.TestAClockThatIsBehindIsRefused",
		},
		"A30": {"verify.TestFilesThatAreGivenTogether", "verify.TestWitnesses", "verify.TestOneNumberOfTwoLogs"},
		"A31": {"verify.TestTheLastSignatureHasOneForm", "verify.TestCertificatesAreNamedByTheSignature"},
		"A32": {"verify.TestALaterDecisionIsSaid"},
		"A33": {
			"verify.TestFilesOnBothSidesOfARotation", "verify.TestWitnessesOnBothSidesOfARotation",
			"verify.TestAHandoverThatIsForged",
		},
		"A34": {"attacks.TestRecordsThatNoVerbMakes"},
		"A35": {"attacks.TestWhatWasWorseIsSaid", "attacks.TestRecordsThatNoVerbMakes"},
	}
}

// TestThreats holds the table of docs/auditeur.md to its tests: each line has some, which are there, and each test a
// line.
func TestThreats(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "auditeur.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := threats()
	seen := map[string]bool{}
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
		for _, name := range tests[id] {
			if !exists(t, name) {
				t.Errorf("line %s: no test %s", id, name)
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

// exists looks for a test function in the sources of its package, or for a script.
func exists(t *testing.T, name string) bool {
	t.Helper()
	if script, ok := strings.CutPrefix(name, "script/"); ok {
		_, err := os.Stat(filepath.Join("..", "..", "cmd", "recette", "testdata", "script", script+".txtar"))
		return err == nil
	}
	folder, function, ok := strings.Cut(name, ".")
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(folder), "*_test.go"))
	if !ok || err != nil {
		t.Fatal(name, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(source, []byte("\nfunc "+function+"(t *testing.T) {")) {
			return true
		}
	}
	return false
}
