package store

import (
	"fmt"
	"slices"

	"recette/internal/journal"
)

// Code says what kind of thing a verification found. The sentence for users is under store.finding.<code> in the texts.
type Code string

// The codes of findings. They are part of the JSON of `recette journal verify`.
const (
	DatabaseDamaged Code = "database.damaged" // SQLite's own check failed
	// a table, index or trigger is not the one that was made: a guard was taken down
	SchemaDiffers Code = "schema.differs"
	// what the database says of its own beginning is not what it said when it was made
	InstanceDiffers Code = "instance.differs"

	LeafUnreadable  Code = "leaf.unreadable"   // the bytes are not a leaf
	LeafMisplaced   Code = "leaf.misplaced"    // the leaf says another position than its row
	LeafMissing     Code = "leaf.missing"      // a hole in the positions
	LeafAltered     Code = "leaf.altered"      // the bytes are not those that were hashed when they were recorded
	LeafNewer       Code = "leaf.newer"        // of a version that this one does not read: proved, not understood
	LeafKindUnknown Code = "leaf.kind_unknown" // of a kind that this version does not know: proved and carried
	LogBinding      Code = "log.binding"       // the leaves do not say one after the other which log it is and its key
	RowDiffers      Code = "row.differs"       // the row does not repeat what its leaf says
	HashMissing     Code = "hash.missing"
	HashAltered     Code = "hash.altered" // an interior hash is not that of the leaves below it
	HashExtra       Code = "hash.extra"   // hashes of leaves that are not there

	CheckpointUnreadable Code = "checkpoint.unreadable"
	CheckpointSignature  Code = "checkpoint.signature" // not signed by the key it names
	CheckpointUntrusted  Code = "checkpoint.untrusted" // signed by a key that is not one of the trusted ones
	CheckpointBeyond     Code = "checkpoint.beyond"    // more entries were signed than the log holds: its end is gone
	CheckpointRoot       Code = "checkpoint.root"      // the entries are not those that were signed
	CheckpointMissing    Code = "checkpoint.missing"   // a signed head that is kept beside the database is not in it
	checkpointRow        Code = "checkpoint.row"       // the row does not repeat what the signed head says
	HeadBeyond           Code = "head.beyond"          // more entries were recorded than the log holds
	HeadRoot             Code = "head.root"            // the entries are not those that were recorded

	TextMissing     Code = "text.missing" // neither there nor erased by a leaf
	TextAltered     Code = "text.altered"
	PersonMissing   Code = "person.missing"
	PersonAltered   Code = "person.altered"
	DocumentMissing Code = "document.missing"
	DocumentAltered Code = "document.altered"
	ErasureUndone   Code = "erasure.undone" // a text or a name that a leaf erased is there

	EvidenceMissing   Code = "evidence.missing"
	EvidenceAltered   Code = "evidence.altered"
	EvidenceOrphan    Code = "evidence.orphan"    // a file that no leaf names
	EvidenceErased    Code = "evidence.erased"    // a leaf erased it, and its file is there: somebody was interrupted
	EvidenceUnchecked Code = "evidence.unchecked" // leaves name attachments, and nobody gave the place where they lie
)

// Codes lists every code.
func Codes() []Code {
	return []Code{
		DatabaseDamaged, SchemaDiffers, InstanceDiffers, LeafUnreadable, LeafMisplaced, LeafMissing, LeafAltered,
		LeafNewer, LeafKindUnknown, LogBinding, RowDiffers, HashMissing, HashAltered,
		HashExtra,
		CheckpointUnreadable, CheckpointSignature, CheckpointUntrusted, CheckpointBeyond, CheckpointRoot,
		CheckpointMissing, checkpointRow, HeadBeyond,
		HeadRoot, TextMissing, TextAltered, PersonMissing, PersonAltered, DocumentMissing, DocumentAltered,
		ErasureUndone,
		EvidenceMissing, EvidenceAltered, EvidenceOrphan, EvidenceErased, EvidenceUnchecked,
	}
}

// Notice reports whether a finding with this code takes nothing from the integrity of the log.
func (c Code) Notice() bool {
	return slices.Contains([]Code{EvidenceOrphan, EvidenceErased, EvidenceUnchecked, LeafNewer, LeafKindUnknown}, c)
}

// Finding is one thing that is wrong, or worth saying.
type Finding struct {
	Code    Code   `json:"code"`
	Seq     int64  `json:"seq"`               // first position concerned, -1 when it is no position
	To      int64  `json:"to,omitempty"`      // last position concerned, when the place is only known between two
	Subject string `json:"subject,omitempty"` // commitment, address, file
	Detail  string `json:"detail,omitempty"`  // technical, in English
}

func (f Finding) String() string {
	s := string(f.Code)
	if f.Seq >= 0 {
		s += fmt.Sprintf(" at position %d", f.Seq)
	}
	if f.To > f.Seq && f.Seq >= 0 {
		s += fmt.Sprintf(" to %d", f.To)
	}
	if f.Subject != "" {
		s += " " + f.Subject
	}
	if f.Detail != "" {
		s += ": " + f.Detail
	}
	return s
}

// Report is what a full verification saw.
type Report struct {
	Project string `json:"project"`
	Leaves  int64  `json:"leaves"`
	Root    string `json:"root"` // recomputed from the leaves alone, base64
	// compared, from the database, from beside it and from the caller
	Checkpoints int `json:"checkpoints"`
	// entries covered by the last good checkpoint; later ones are not protected by it
	Signed    int64     `json:"signed"`
	Texts     int64     `json:"texts"`                   // hashed again
	Persons   int64     `json:"persons"`                 // hashed again
	Documents int64     `json:"documents"`               // hashed again
	Erased    int64     `json:"erased"`                  // texts, names and attachments that leaves erased
	Evidence  int64     `json:"evidence"`                // attachments hashed again
	Rotations int64     `json:"rotations,omitempty"`     // changes of the key that signs heads
	Newer     int64     `json:"newer,omitempty"`         // leaves of a newer version: what they say was not checked
	Unknown   int64     `json:"unknown_kinds,omitempty"` // leaves of an unknown kind, proved and carried
	Erasures  []Erasure `json:"erasures,omitempty"`      // the first of the leaves that erased
	Turns     []Turn    `json:"turns,omitempty"`         // the first of the leaves that changed its key or restored it
	Findings  []Finding `json:"findings"`
	More      int64     `json:"more,omitempty"` // findings beyond the ones listed
	Failures  int64     `json:"failures"`       // findings that are not notices
}

// Erasure is what a leaf erased.
type Erasure struct {
	Seq    int64  `json:"seq"`
	At     string `json:"at"`               // as in the leaf
	By     string `json:"by,omitempty"`     // reference of who erased
	Count  int    `json:"count"`            // texts, names and attachments
	Reason string `json:"reason,omitempty"` // empty when it was erased too
}

// Turn is a change of the key of the log, or a restoration of the log.
type Turn struct {
	Seq    int64        `json:"seq"`
	At     string       `json:"at"`             // as in the leaf
	Kind   journal.Kind `json:"kind"`           // log.rotate, log.restore, or log.open when it is not the first
	By     string       `json:"by,omitempty"`   // reference of who decided it
	Lost   bool         `json:"lost,omitempty"` // the key of before was not there
	Skip   int64        `json:"skip,omitempty"` // numbers of each kind that are not given after it
	Reason string       `json:"reason,omitempty"`
}

// maxErasures bounds the lists of a report.
const maxErasures = 50

// erase lists what a leaf erased, while the list is short.
func (r *Report) erase(e Erasure) {
	if len(r.Erasures) < maxErasures {
		r.Erasures = append(r.Erasures, e)
	}
}

// maxFindings bounds the report on a log where everything is wrong.
const maxFindings = 200

// OK reports whether nothing was found but notices. It says nothing of what the leaves of a newer version say: see
// Newer.
func (r *Report) OK() bool { return r.Failures == 0 }

// Add lists a finding, or counts it when the list is full.
func (r *Report) Add(f Finding) {
	if !f.Code.Notice() {
		r.Failures++
	}
	if len(r.Findings) >= maxFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, f)
}

// At adds a finding at a position.
func (r *Report) At(c Code, seq int64, detail string) {
	r.Add(Finding{Code: c, Seq: seq, Detail: detail})
}

// About adds a finding about something that has no position.
func (r *Report) About(c Code, subject, detail string) {
	r.Add(Finding{Code: c, Seq: -1, Subject: subject, Detail: detail})
}

// Has reports whether there is a finding with this code among those listed.
func (r *Report) Has(c Code) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Code == c })
}
