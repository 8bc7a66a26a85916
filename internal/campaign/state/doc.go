// Package state folds the journal of a campaign: who opened it, where each case stands, its anomalies, reserves,
// decisions and PVs, and the facts that a decision rests on. It is pure: the same records in the same order always give
// the same state. It refuses to record, to say who may read, and to resolve the texts and names behind commitments.
package state
