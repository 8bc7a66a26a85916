package committee

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/reports"
	"recette/reports/blocks"
	"recette/reports/page"
)

// texts reads the texts of the product; a key that none has is an error of the test.
func texts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "validation", "committee"} {
		data, err := os.ReadFile("../../internal/i18n/texts/" + domain + "." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				m[key] = text
			}
		}
	}
	return func(key string, args ...any) string {
		text, ok := m[key]
		if !ok {
			t.Errorf("no text for %s in %s", key, lang)
		}
		if len(args) == 0 {
			return text
		}
		return fmt.Sprintf(text, args...)
	}
}

// order is one with n lines in each part, whose texts are long or not.
func order(n int, long string) Order {
	c := Order{
		Schema: Schema, Language: "fr", Campaign: "recette-v1", Title: "Recette du CRM" + long, Producer: "recette",
		IssuedAt: time.Date(2026, 11, 27, 16, 0, 0, 0, time.UTC), Name: "Comité produit" + long,
		Members: []string{"po", "ppo", "Nadia"}, Delivery: "1.4.0", Build: "rc2", Planned: 83, Done: 47,
		End: "2026-12-03", Until: "2026-12-04",
		Reference: Reference{Manifest: strings.Repeat("ab", 32), Checkpoint: 12, Root: "RACINE="},
	}
	for i := range n {
		kind := []string{"pronounce", "proposal", "contested", "draft", "attest"}[i%5]
		c.Decisions = append(c.Decisions, Awaited{
			Kind: kind, About: fmt.Sprintf("sujet %d", i), Text: long,
			Owner: "po",
		})
		c.Blocking = append(c.Blocking, Anomaly{
			Number: fmt.Sprintf("ANO-%04d", i), Status: "open", Summary: "Fuite" + long, Owner: "Atelier" + long,
			Days: i,
		})
		c.Reserves = append(c.Reserves, Reserve{
			Number: fmt.Sprintf("RES-%04d", i), Class: "minor", Text: "Libellé" + long, Due: "2026-11-20",
			Overdue: true,
		})
		c.Criteria = append(c.Criteria, Criterion{
			Text: fmt.Sprintf("Critère %d", i) + long, Threshold: "100 %", Measured: "47 / 83", Reached: i%2 == 1,
		})
		session := Session{Code: fmt.Sprintf("S%d", i), Title: long, Date: "2026-12-01", Rows: 9, Left: 4}
		c.Sessions = append(c.Sessions, session)
	}
	return c
}

func text(t *testing.T, c Order) (out string, pages int) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	var file bytes.Buffer
	if err := PDF(&file, c, blocks.Options{Texts: texts(t, c.Language)}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = &file
	data, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	s := strings.ReplaceAll(regexp.MustCompile(`[ \x{a0}\x{202f}]+`).ReplaceAllString(string(data), " "), " / ", "/")
	return s, strings.Count(s, "\f")
}

// Whatever there is to say, it is one page: each part says how many lines it has, and how many are not there.
func TestPDF_IsOnePage(t *testing.T) {
	for _, long := range []string{"", " – " + strings.Repeat("d’une entreprise de la métallurgie en antenne ", 12)} {
		for _, n := range []int{0, 1, 5, 14, 400} {
			got, pages := text(t, order(n, long))
			if pages != 1 {
				t.Errorf("%d lines: %d pages", n, pages)
			}
			for _, part := range []string{
				"Décisions attendues", "Anomalies bloquantes ouvertes", "Réserves à lever", "Critères non atteints",
				"Séances d’aujourd’hui et des six jours suivants",
			} {
				if want := fmt.Sprintf("%s (%d)", part, n); !strings.Contains(got, want) {
					t.Errorf("%d lines: no %q", n, want)
				}
			}
			if n < 400 {
				continue
			}
			left := regexp.MustCompile(`et (\d+) autres, (?:voir le bilan|en HTML)`).FindAllStringSubmatch(got, -1)
			if len(left) != 5 {
				t.Fatalf("%d lines: %d parts say what they leave out", n, len(left))
			}
			shown := len(regexp.MustCompile(`ANO-\d{4}`).FindAllString(got, -1))
			if want := fmt.Sprint(n - shown); left[1][1] != want {
				t.Errorf("%d anomalies are shown, and %s said to be left out, want %s", shown, left[1][1], want)
			}
		}
	}
}

func TestPDF_SaysTheFigures(t *testing.T) {
	got, _ := text(t, order(2, ""))
	for _, want := range []string{
		"réalisé : 47/83", "fin prévue le 03/12/2026", "PO, PPO, Nadia", "Prononcer la recette de « sujet 0 »",
		"Répondre à la proposition sur sujet 1", "ANO-0001", "20/11/2026, dépassée", "47/83", "suspension, atteint",
		"S1", "01/12/2026", "tête signée de 12 feuilles",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q:\n%s", want, got)
		}
	}
}

// The page of the web leaves nothing out.
func TestHTML_IsWhole(t *testing.T) {
	var b, data bytes.Buffer
	c := order(60, "")
	if err := errors.Join(HTML(&b, c, blocks.Options{Texts: texts(t, "fr")}), JSON(&data, c)); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		if want := fmt.Sprintf("ANO-%04d", i); !strings.Contains(b.String(),
			want) || !strings.Contains(data.String(), want) {
			t.Errorf("%s is left out", want)
		}
	}
	c.Language = "en"
	if err := HTML(&b, c, blocks.Options{Texts: texts(t, "en")}); err != nil {
		t.Error(err)
	}
	c.Schema = "recette/committee/2"
	if err := PDF(&b, c, blocks.Options{Texts: texts(t, "en")}); !errors.Is(err, ErrSchema) {
		t.Errorf("another version: %v", err)
	}
}

// The delays of the regime say their last day, what is left of them, and what silence does.
func TestPDF_Delays(t *testing.T) {
	c := order(1, "")
	c.Delays = []reports.Deadline{
		{Clock: "va", Due: "2026-12-01", Days: 4, Status: "running", Silence: "none"},
		{Clock: "va", Due: "2026-11-26", Days: -1, Status: "missed", Silence: "none", Journey: "Adhésion"},
		{Clock: "decision", Due: "2026-11-20", Days: -7, Status: "tacit", Silence: "admission", Acquired: "2026-11-20"},
	}
	got, pages := text(t, c)
	if pages != 1 {
		t.Errorf("%d pages", pages)
	}
	for _, want := range []string{
		"Délais du régime (3)", "01/12/2026", "restent 4 jours", "expiré depuis 1 jour", "expiré depuis 7 jours",
		"le silence ne vaut rien", "le silence vaut admission", "réputée acquise le 20/11/2026", "parcours",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

// The ordre du jour cut lines between a word and its colon: each kind of space was taken for one that breaks.
func TestShort_KeepsTheSpaceThatDoesNotBreak(t *testing.T) {
	who := teller{room: -1}
	if got, want := who.short("réalisé\u00a0:  2\n«\u00a0vu\u00a0»"), "réalisé\u00a0: 2 «\u00a0vu\u00a0»"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
