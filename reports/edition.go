package reports

// edition is what the pages of one layout hold and those of another do not. Each part is named by what it prints. A
// layout that was released never changes: what is new comes here as one more part, which the layouts of before leave
// out. Their texts travel with them, and hold nothing that they do not print.
type edition struct {
	meetings bool // 3.5: the sessions that were held, and in which of them each person recorded
	declared bool // 4.7: who only declared who they are
	lives    bool // 5.1 to 5.5: what became of each anomaly and reserve, and changes of severity
	answers  bool // 6.3: what was answered to each warning
	covers   bool // 0.6, 3.1, 4.2, 4.3b, 9: distribution, flags, what is covered, how each one signs
	terms    bool // 8.5 to 8.7: what goes with a decision, before its number
	diverge  bool // 4.4c: what each branch played and thinks, and where they do not say the same
	drifts   bool // 4.4, 4.6: how each text stands to the features of the day, and why each stale result is
	gauges   bool // 3.6, 6.1: base, window, who measures, and derogations that do not stand
	done     bool // annex A: a step that is no expected result is done, and bears no verdict of conformity
	once     bool // annex A: a background is printed once, and the annex follows what comes before it
	crossed  bool // annex F: criteria, scenarios and verdicts
	gaps     bool // annex G: the sheet of each anomaly
	lots     bool // 1.5: what the PV of each journey decides
	audit    bool // annex H: what the journal of the campaign holds
	names    bool // 2.2 to 2.4: what codes stand for, and messages
	plain    bool // 1.6, 3.2, 5.3, 6.2, annexes: what a silence does, who lifted, derogations, what is left out
}

// first is the number of the first layout. A PV written before layouts had a number was drawn nearly as it is.
const first = 1

// editionOf gives the parts of a layout; an unknown one is drawn as the present one.
func editionOf(layout int) edition {
	if layout <= first {
		return edition{}
	}
	return edition{
		meetings: true, declared: true, lives: true, answers: true, terms: true, diverge: true, drifts: true,
		gauges: true, once: true, covers: true, crossed: true, gaps: true, lots: true, done: true,
		audit: true, plain: true, names: true,
	}
}

// Draws tells whether PDF draws the pages of a layout as they were when it was written.
func Draws(layout int) bool { return layout >= first && layout <= Layout }

// Nearest gives the layout that pages of one which PDF does not draw are nearest to.
func Nearest(layout int) int { return min(max(layout, first), Layout) }

// Published tells whether texts, by the SHA-256 of what Words.JSON writes, in hex, are those that a released layout of
// before was drawn with. They are known without limit: in other words, « failed » could be printed as « conform ».
func Published(layout int, sha256 string) bool {
	for _, p := range published() {
		if p.layout == layout && p.sha256 == sha256 {
			return true
		}
	}
	return false
}

// PublishedWords lists the texts of the released layouts of before, as Published knows them.
func PublishedWords() []string {
	all := make([]string, 0, len(published()))
	for _, p := range published() {
		all = append(all, p.sha256)
	}
	return all
}

// publication is the texts of a released layout, in one language.
type publication struct {
	layout int
	sha256 string
}

// published lists the texts of the released layouts of before: French, then English.
func published() []publication {
	return []publication{
		{1, "8430a7752b3998968c7f4bd1af08e34eb654ef0783994ca38002c179a12acf88"},
		{1, "9aa8bd5a97433f4e7938e95190aa04a0d67edea0258efbf5557eaff431864f12"},
	}
}
