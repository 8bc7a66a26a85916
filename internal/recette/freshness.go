package recette

// Freshness says whether a result still speaks of what it is shown beside. It is separate from the verdict and always
// computed: a stale result keeps its verdict and loses its authority.
type Freshness string

// The states of freshness.
const (
	Fresh        Freshness = "fresh"         // à jour
	StaleText    Freshness = "stale_text"    // périmé : the text changed since
	StaleVersion Freshness = "stale_version" // périmé : obtained on another build
	StaleData    Freshness = "stale_data"    // périmé : a data set changed since
	StaleAnomaly Freshness = "stale_anomaly" // périmé : an anomaly of the case was reopened since
)

// Counts gives the verdict under which a result counts, wherever results are counted or rolled up: in figures and
// rates, in the verdict of a journey, in a measure, in the rules of a decision and when a campaign closes. One of an
// iteration before that is to be obtained again (due) was not obtained: it counts as not run, and keeps its verdict
// where it is shown by itself.
func Counts(v Verdict, due bool) Verdict {
	if due {
		return NotRun
	}
	return v
}
