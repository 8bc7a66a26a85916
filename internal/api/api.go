// Package api holds the documents that programs read: what the reading commands print with --json, and what every other
// door of the product is to give for the same question. Each document has a version, and is made from the values that
// services answer with; docs/json.md says its fields. A field may be added within a version; a field that goes, or that
// means something else, makes a new one. Formats of others (SARIF, JUnit, the protocol of editors) and the PV, which is
// a format of exchange, have their own rooms. The package opens nothing, and refuses words for people and rules of the
// trade.
package api
