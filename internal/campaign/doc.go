// Package campaign is the application service that every front end calls: it opens a campaign on a frozen manifest,
// numbers attempts, records observations, anomalies, reserves and decisions, and binds PVs to the journal. Each call
// carries the actor; the service checks rights and state, then appends, and returns once the fact is durable. It
// refuses SQL, HTTP and terminals, and it judges nothing by itself: the rules are those of internal/recette and
// internal/access.
//
// Names and free texts never enter a leaf: they go to the journal's texts and persons, behind salted commitments.
package campaign
