// Package gap holds the gaps between what was expected and what was observed: anomalies, the drafts that a failure
// opens, and the reserves of a decision, with their lives. It is pure: rights, store and clock are the service's.
package gap
