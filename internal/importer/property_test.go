package importer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"recette/internal/recette"
	"recette/reports/cahier"
)

// typed is a cell that somebody filled in a sheet of the usual layout, and what the test means by it: it knows nothing
// of how titles or rows are read.
type typed struct {
	sheet    string
	row, col int
	text     string
	holds    string // "" for a column that is not to be taken
	id       string // case that the row speaks of; "" for none
	ours     bool   // it repeats what is frozen
}

// meantBy are the titles that the test writes, by what they mean.
var meantBy = map[string][]string{
	columnID: {"N°", "ID", "Référence"}, columnTitle: {"Scénario", "Cas de test"}, columnStep: {"Étape", "Instruction"},
	columnRank: {"N° étape"}, columnExpected: {"Résultat attendu"}, fieldObserved: {"Résultat obtenu", "Constaté"},
	fieldVerdict: {"Statut", "OK/KO"}, fieldTester: {"Testé par", "Testeur"}, fieldDay: {"Date", "Date du test"},
	fieldComment: {"Commentaire"}, fieldSeverity: {"Gravité"}, fieldEvidence: {"Preuve"}, fieldCause: {"Cause"},
	fieldReason: {"Motif"}, columnBuild: {"Version testée"}, columnPlace: {"Environnement"},
	"": {"Lot", "Date prévue", "Statut anomalie", "Durée estimée", "N° anomalie", "Priorité", "", "Testeur prévu"},
}

var writes = map[string][]string{
	fieldVerdict: {
		"OK", "OK", "OK", "OK", "OK", "OK", "KO", "Bloqué", "NA", "Conforme avec observation", "Non testé", "bof",
	},
	fieldTester: {
		"Théo Legrand", "Théo Legrand", "Théo Legrand", "Théo Legrand", "Théo Legrand", "Samira Haddad", "Inconnue",
	},
	fieldDay:   {"23/11/2026", "23/11/2026", "24/11/2026", "02/12/2026", "hier"},
	fieldCause: {"donnée", "pluie"}, fieldSeverity: {"mineure", "énorme"}, fieldEvidence: {"ecran.png", "x.png"},
	columnBuild: {"100", "100", "99"}, columnPlace: {"poste", "poste", "autre"},
}

var verdictsOf = map[string]recette.Verdict{
	"OK": recette.Passed, "KO": recette.Failed, "Bloqué": recette.Blocked, "NA": recette.NotApplicable,
	"Conforme avec observation": recette.PassedWithRemark, "Non testé": recette.NotRun,
}

// claim is a row that says OK, and of which steps.
type claim struct {
	id      string
	verdict recette.Verdict
	steps   []int // from 0; nil: the whole case
}

// world is a workbook in the usual layout at random.
type world struct {
	r      *rand.Rand
	cells  []typed
	merges map[string][][4]int
	claims []claim
	heads  map[string]int
	serial int
	last   string // case of the last rows
	words  string // of a free text, with its number
	plain  bool   // no cell is merged
}

func (w *world) one(of []string) string { return of[w.r.IntN(len(of))] }

func (w *world) sheet(name string) {
	head := []string{columnID, columnTitle, fieldVerdict, fieldTester}
	if w.r.IntN(4) == 0 {
		head = head[1:]
	}
	for _, holds := range []string{
		columnStep, columnRank, columnExpected, fieldObserved, fieldDay, fieldComment, fieldSeverity, fieldEvidence,
		fieldCause, fieldReason, columnBuild, columnPlace, "", "",
	} {
		if w.r.IntN(2) == 0 {
			head = append(head, holds)
		}
	}
	if w.r.IntN(16) == 0 {
		head = append(head, fieldVerdict) // nobody can tell which holds
	}
	w.r.Shuffle(len(head), func(i, k int) { head[i], head[k] = head[k], head[i] })
	row := 1
	if w.r.IntN(3) == 0 {
		said := w.one([]string{"Cahier de tests", "Version testée : 99", "Testeur : Paul"})
		w.put(name, row, 1+w.r.IntN(5), said, "", "")
		row += 2
	}
	w.heads[name] = row
	for i, holds := range head {
		w.cells = append(w.cells, typed{name, row, i + 1, w.one(meantBy[holds]), "head", "", true})
	}
	for range 1 + w.r.IntN(3) {
		row = w.block(name, row+1, head)
	}
	if w.r.IntN(3) == 0 {
		col, holds := 1+w.r.IntN(len(head)+2), ""
		if col <= len(head) {
			holds = head[col-1]
		}
		w.put(name, row+1, col, "en fait KO", holds, w.last) // a row that names no other scenario
	}
}

func (w *world) put(sheet string, row, col int, text, holds, id string) {
	if text != "" {
		w.cells = append(w.cells, typed{sheet, row, col, text, holds, id, false})
	}
}

// block writes the rows of a scenario. It gives the last of them.
func (w *world) block(name string, row int, head []string) int {
	b := book(cahier.Blank)
	c := &b.Cases[w.r.IntN(2)]
	id, title, known := strings.TrimSuffix(c.ID, "@nord"), c.Name, c.ID
	if w.r.IntN(8) == 0 {
		id, title, known = "SC-0404", "Un autre", ""
	}
	w.last = known
	has := func(holds string) bool { return slices.Contains(head, holds) }
	n := 1
	textual := has(columnExpected) && has(columnStep) || has(columnRank)
	if stepped := textual && w.r.IntN(2) == 0; stepped {
		n = len(c.Steps)
		if w.r.IntN(3) == 0 {
			n = 1 + w.r.IntN(n)
		}
	} else {
		textual = false
	}
	for k := range n {
		var steps []int
		s := &c.Steps[k]
		if textual {
			steps = []int{s.Number - 1}
		}
		for i, holds := range head {
			text, ours := "", false
			switch holds {
			case columnID:
				if k == 0 || w.r.IntN(4) == 0 {
					text, ours = id, known != ""
				}
			case columnTitle:
				if k == 0 {
					text, ours = title, known != ""
				}
			case columnStep, columnExpected:
				if textual && has(columnStep) && has(columnExpected) && s.Expects() == (holds == columnExpected) {
					text, ours = s.Text, known != ""
					if w.r.IntN(12) == 0 {
						text, ours = s.Text+" autrement", false
					}
				}
			case columnRank:
				if textual {
					text, ours = fmt.Sprint(s.Number), known != ""
				}
			default:
				if w.r.IntN(8) > 0 && (holds == fieldVerdict || holds == fieldTester) || w.r.IntN(10) == 0 {
					text = w.value(holds)
				}
			}
			if text == "" {
				continue
			}
			w.cells = append(w.cells, typed{name, row + k, i + 1, text, holds, known, ours})
			if v, ok := verdictsOf[text]; ok && holds == fieldVerdict {
				w.claims = append(w.claims, claim{known, v, steps})
			}
		}
	}
	// A merged cell: what it says of the other rows is not claimed, but it may be taken.
	if !w.plain && w.r.IntN(5) == 0 && n > 1 {
		col := 1 + w.r.IntN(len(head))
		to := row + 1 + w.r.IntN(n-1)
		w.merges[name] = append(w.merges[name], [4]int{col, row, col, to})
		w.cells = slices.DeleteFunc(w.cells, func(x typed) bool {
			return x.sheet == name && x.col == col && x.row > row && x.row <= to
		})
		if head[col-1] == fieldVerdict {
			for _, x := range w.cells {
				if v, ok := verdictsOf[x.text]; ok && x.sheet == name && x.col == col && x.row == row {
					steps := []int{}
					for k := range to - row + 1 {
						steps = append(steps, c.Steps[k].Number-1)
					}
					if to == row+n-1 {
						steps = nil
					}
					w.claims = append(w.claims, claim{known, v, steps})
				}
			}
		}
	}
	return row + n - 1
}

func (w *world) value(holds string) string {
	if of, ok := writes[holds]; ok {
		return w.one(of)
	}
	w.serial++
	return fmt.Sprintf(w.words, w.serial)
}

func (w *world) data(t *testing.T) []byte {
	f := excelize.NewFile()
	for _, x := range w.cells {
		if i, err := f.GetSheetIndex(x.sheet); err != nil || i < 0 {
			if _, err := f.NewSheet(x.sheet); err != nil {
				t.Fatal(err)
			}
		}
		cell, _ := excelize.CoordinatesToCellName(x.col, x.row)
		if err := f.SetCellStr(x.sheet, cell, x.text); err != nil {
			t.Fatal(err)
		}
	}
	for name, list := range w.merges {
		for _, m := range list {
			from, _ := excelize.CoordinatesToCellName(m[0], m[1])
			to, _ := excelize.CoordinatesToCellName(m[2], m[3])
			if err := f.MergeCell(name, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// told tells whether the report speaks of a cell.
func (w *world) told(p *Plan, x *typed) bool {
	goes := slices.Contains([]string{fieldTester, fieldDay, columnBuild, columnPlace}, x.holds) && x.id != ""
	for _, l := range p.Lines {
		switch {
		case goes && l.Case == x.id: // who, when and where go with the other rows of the case
			return true
		case l.Place.Sheet != x.sheet:
		case l.Place.Row == 0, l.Place.Row == x.row && (l.Place.Column == 0 || l.Place.Column == x.col),
			l.Place.Row == x.row && l.Status == Conflict, l.Place.Row == w.heads[x.sheet] && l.Place.Column == x.col:
			return true
		}
	}
	return false
}

// TestAgainst_UsualLayout_AccountsForEachCell: whatever sheets people make, each cell that they filled is in the
// report, and what is to be recorded is what the cells say.
func TestAgainst_UsualLayout_AccountsForEachCell(t *testing.T) {
	accountsForEachCell(t, func(w *world) (string, []byte) {
		w.words = "dit %d"
		w.sheet("Jour 1")
		if w.r.IntN(3) == 0 {
			w.sheet("Jour 2")
		}
		return "c.xlsx", w.data(t)
	})
}

func accountsForEachCell(t *testing.T, made func(*world) (name string, data []byte)) {
	t.Helper()
	taken, refused := 0, 0
	for seed := range uint64(1000) {
		w := &world{r: rand.New(rand.NewPCG(seed, 11)), merges: map[string][][4]int{}, heads: map[string]int{}}
		name, data := made(w)
		p := againstNamed(t, name, data, book(cahier.Executed))
		for i := range w.cells {
			x := &w.cells[i]
			if !x.ours && !w.told(&p, x) {
				t.Errorf("seed %d: nothing is said of %+v: %v", seed, *x, said(&p))
			}
		}
		taken, refused = taken+len(p.Entries), refused+p.Conflicts()
		for i := range p.Entries {
			for _, fault := range w.invented(&p.Entries[i]) {
				t.Errorf("seed %d: %s: %v", seed, fault, recorded(&p))
			}
		}
		if t.Failed() {
			for _, x := range w.cells {
				t.Logf("%s %d,%d [%s] %q", x.sheet, x.row, x.col, x.holds, x.text)
			}
			t.Fatalf("merges %v", w.merges)
		}
	}
	if taken < 100 || refused < 100 {
		t.Errorf("%d cases are recorded, %d rows are refused: the sheets try nothing", taken, refused)
	}
}

// invented gives what an entry says and no cell does, and what cells say and it does not.
func (w *world) invented(e *Entry) (out []string) {
	cells := map[string]bool{}
	for _, x := range w.cells {
		if x.id == e.Case {
			cells[x.holds+"="+x.text] = true
		}
	}
	day := ""
	if e.Day != "" {
		day = e.Day[8:] + "/" + e.Day[5:7] + "/" + e.Day[:4]
	}
	if !cells[fieldTester+"="+e.Tester] || day != "" && !cells[fieldDay+"="+day] {
		out = append(out, fmt.Sprintf("%s by %s on %s", e.Case, e.Tester, day))
	}
	var words []string
	for _, o := range e.Steps {
		words = append(words, strings.Split(joined(o.Observed, o.Comment, o.Reason, string(o.Cause)), "\n")...)
		words = append(words, o.Evidence...)
		ok := o.Implied || slices.ContainsFunc(w.claims, func(c claim) bool {
			return c.id == e.Case && (c.steps == nil || slices.Contains(c.steps, o.Step)) &&
				(c.verdict == o.Verdict || o.Verdict == recette.Passed)
		})
		if !ok {
			out = append(out, fmt.Sprintf("%s: step %d is %s", e.Case, o.Step+1, o.Verdict))
		}
	}
	for _, c := range w.claims {
		said := e.Verdict == c.verdict || slices.ContainsFunc(e.Steps, func(o Observation) bool {
			return o.Verdict == c.verdict
		})
		if c.id == e.Case && !said && c.verdict != recette.NotRun {
			out = append(out, fmt.Sprintf("%s: %s is lost", e.Case, c.verdict))
		}
	}
	for _, x := range w.cells {
		free := slices.Contains([]string{fieldObserved, fieldComment, fieldReason, fieldEvidence}, x.holds)
		if x.id == e.Case && free && !slices.Contains(words, x.text) {
			out = append(out, fmt.Sprintf("%s: %q is lost", e.Case, x.text))
		}
	}
	for _, word := range words {
		known := word == "" || word == string(recette.CauseData)
		for said := range cells {
			known = known || strings.HasSuffix(said, "="+word)
		}
		if !known {
			out = append(out, fmt.Sprintf("%s: nobody said %q", e.Case, word))
		}
	}
	return out
}
