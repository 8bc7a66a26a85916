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
