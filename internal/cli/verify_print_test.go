package cli

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"recette/internal/i18n"
	"recette/internal/term"
	"recette/internal/verify"
)

// hostile is what a file may say of anything: lines of a report, marks that turn a line round, codes of a terminal.
const hostile = "x\n    oui\n\nCONFORME\r\nCONFORME\u2028CONFORME\u0085CONFORME\v\f\x1b[2J\x1b[31m" +
	"\u202eemrofnoc\u2066\a\x00\xff"

// fill puts a text in every string that a report holds.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Type() == reflect.TypeFor[string]() {
			v.SetString(text)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type() != reflect.TypeFor[time.Time]() {
				fill(v.Field(i), text)
			}
		}
	default:
	}
}

// fullReport has something everywhere, and every finding that there is.
func fullReport(text string) *verify.Report {
	var all []verify.Finding
	for _, code := range verify.Codes() {
		all = append(all, verify.Finding{
			Code: code, Status: verify.NotConform, Args: []string{text, text, text, text, text},
		})
	}
	r := &verify.Report{
		Schema: verify.Schema, Status: verify.NotConform, Pages: 1, Revisions: 1,
		Signatures: []verify.Signature{{Status: verify.NotConform, Reason: "r", Findings: all}, {
			Status: verify.Conform, DeclaredAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		}},
		Data: &verify.Data{}, Content: all, Changes: all, Journal: all, Together: all, Affirmed: verify.Claims(),
		Evidence: &verify.Pieces{Looked: true, Named: 3, Erased: 1},
		Drawing:  &verify.Drawing{Compared: verify.NotCompared, Findings: all}, Drift: []verify.Drift{{}},
	}
	drawing := r.Drawing.Compared
	fill(reflect.ValueOf(r).Elem(), text)
	r.Drawing.Compared, r.Drift[0].State = drawing, "missing"
	return r
}

func printedReport(t *testing.T, lang i18n.Lang, r *verify.Report) string {
	t.Helper()
	words, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	a := &app{words: words.Marking(term.Line), env: Env{Stdout: &out}}
	a.printVerification("pv.pdf", r)
	return out.String()
}

// Whatever the file says, it writes no line of the report, and nothing that a terminal obeys.
func TestVerification_NoFileForgesALine(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		plain, forged := printedReport(t, lang, fullReport("x")), printedReport(t, lang, fullReport(hostile))
		if a, b := strings.Count(plain, "\n"), strings.Count(forged, "\n"); a != b {
			t.Errorf("%s: %d lines, %d of a file that forges some", lang, a, b)
		}
		for line := range strings.Lines(forged) {
			for _, r := range strings.TrimSuffix(line, "\n") {
				if unicode.IsControl(r) || term.Hidden(r) || r == unicode.ReplacementChar {
					t.Errorf("%s: %U in %q", lang, r, line)
					break
				}
			}
			if lang == i18n.French && strings.TrimSpace(line) == "CONFORME" {
				t.Errorf("a line is forged: %q", line)
			}
		}
		if strings.Contains(forged, "0001") {
			t.Errorf("%s: the year one in\n%s", lang, forged)
		}
	}
}

// Of a file that is no PV, one sentence: what else is in it is not reported as the lack of a PV's.
func TestVerification_OfAnotherDocument(t *testing.T) {
	r := &verify.Report{Status: verify.NotConform, Pages: 3, Revisions: 1, Content: []verify.Finding{
		{Code: verify.NotAPV, Status: verify.NotConform},
	}}
	out := printedReport(t, i18n.French, r)
	if !strings.Contains(out, "ce n’est pas un PV de recette") || strings.Contains(out, "1. Qui") {
		t.Errorf("printed %q", out)
	}
}

// A remark takes nothing from an answer, and a fault takes its place.
func TestVerification_ARemarkLeavesTheAnswer(t *testing.T) {
	r := &verify.Report{
		Status: verify.Conform, Pages: 3, Revisions: 3, Data: &verify.Data{}, Compared: true,
		Signatures: []verify.Signature{{Field: "PPO", Status: verify.Conform}},
		Content: []verify.Finding{{
			Code: verify.EvidenceMissing, Status: verify.Conform, Args: []string{"SC-1", "2", "a.png", "ab"},
		}},
		Journal: []verify.Finding{{
			Code: verify.Superseded, Status: verify.Conform, Args: []string{"PV-2026-001-v2"},
		}},
	}
	for _, want := range []string{"chiffres recomptés", "n’est pas présentée", "comparé à la base", "plus récente"} {
		if out := printedReport(t, i18n.French, r); !strings.Contains(out, want) {
			t.Errorf("%q is not said in\n%s", want, out)
		}
	}
	r.Content[0].Status, r.Journal[0].Status = verify.NotConform, verify.NotConform
	for _, lost := range []string{"chiffres recomptés", "comparé à la base"} {
		if out := printedReport(t, i18n.French, r); strings.Contains(out, lost) {
			t.Errorf("%q is said in\n%s", lost, out)
		}
	}
}

// An INDÉTERMINÉ ends with what to do about it, in words; a report of another verdict does not.
func TestVerification_DoubtEndsWithItsRemedy(t *testing.T) {
	said := 0
	for _, code := range verify.Codes() {
		r := &verify.Report{Status: verify.Indeterminate, Pages: 1, Revisions: 1, Content: []verify.Finding{
			{Code: code, Status: verify.Indeterminate, Args: []string{"x", "x", "x", "x", "x"}},
		}}
		if len(r.Remedies()) == 0 || r.Remedies()[0] == "" {
			continue // never in doubt
		}
		for lang, verdict := range map[i18n.Lang]string{i18n.French: "INDÉTERMINÉ", i18n.English: "INDETERMINATE"} {
			lines := strings.Split(strings.TrimSpace(printedReport(t, lang, r)), "\n")
			end := lines[max(0, len(lines)-2):]
			if end[0] != verdict || !strings.HasPrefix(end[1], "→ ") || strings.Contains(end[1], "verify.remedy") {
				t.Errorf("%s: the report ends with %q", code, end)
			}
		}
		said++
	}
	if said < 30 {
		t.Errorf("%d findings were looked at", said)
	}
	out := printedReport(t, i18n.French, fullReport("x"))
	if !strings.HasSuffix(out, "NON CONFORME\n") {
		t.Errorf("a report that is not conform ends with %q", out[max(0, len(out)-80):])
	}
}

// A page says of a PV what the last line of the command says, and what demonstration keys are worth.
func TestJudgement(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	awaited := []verify.Finding{{Code: verify.SignatureMissing, Status: verify.NotConform, Args: []string{"PO"}}}
	for name, tt := range map[string]struct {
		r             verify.Report
		verdict, demo string
	}{
		"awaited": {
			verify.Report{
				Status: verify.NotConform, Content: awaited,
				Signatures: []verify.Signature{{Field: "PPO", Status: verify.Conform}},
			},
			"NON CONFORME : EN ATTENTE DE SIGNATURE (PO) ; ce qui est déjà signé se vérifie", "",
		},
		"demonstration": {
			verify.Report{
				Status: verify.Conform, Signatures: []verify.Signature{{Certificate: "00", Demo: true}},
			},
			"CONFORME", "DEMO : clé de démonstration, sans aucune valeur",
		},
	} {
		t.Run(name, func(t *testing.T) {
			j := (&app{words: words}).judgement(&tt.r)
			if j.Verdict != tt.verdict || j.Demo != tt.demo || !strings.HasSuffix(j.Whole, "\n"+tt.verdict+"\n") {
				t.Errorf("%+v, want %q, %q", j, tt.verdict, tt.demo)
			}
		})
	}
}
