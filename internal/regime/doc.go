// Package regime is under which rules a recette is decided: the vocabulary of its decisions, the delays within which
// they are pronounced, what starts and ends each, and what silence does. It is pure: it reads facts that others record,
// is told which day it is, and never takes a silence for a decision of somebody. It refuses sentences and people. What
// it knows of the CCAG-TIC was read in secondary sources (docs/plan.md): the contract and the official text prevail.
package regime
