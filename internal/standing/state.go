package standing

// State is where a criterion, or a scenario, stands. The zero value is no state; code that
// finds one renders it as Uncovered, the severe reading.
type State string

// The states of a row, as States orders them: what asks for work first.
const (
	Failed     State = "failed"       // en échec: a case is not conform on the present text and build
	Uncovered  State = "uncovered"    // non couvert: no scenario that may be run
	NotRun     State = "not_run"      // couvert non exécuté: a case has no finished result; blocked is not run
	Stale      State = "stale"        // périmé: a result is on another text or build, or an anomaly was reopened
	Accepted   State = "accepted"     // accepté par décision: what is failed was accepted, all the rest is proved
	Proved     State = "proved"       // prouvé: every case is conform and fresh
	OutOfScope State = "out_of_scope" // hors périmètre: a decision in force leaves the criterion out
)

// States lists the states of the rows of criteria, what asks for work first.
func States() []State {
	return []State{
		Failed, Uncovered, NotRun, Stale, Accepted, Proved, OutOfScope,
	}
}
