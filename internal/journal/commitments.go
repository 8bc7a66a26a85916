package journal

import "iter"

// Commitments yields every commitment of a free text in the leaf, in the order of the struct: it says which texts a log
// needs to be complete. Causes and reasons may be a word of the vocabulary instead of a text of someone: only what has
// the form of a commitment counts.
func (l *Leaf) Commitments() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range l.texts() {
			if IsDigest(c) && !yield(c) {
				return
			}
		}
	}
}

// IsDigest reports whether s has the form of a SHA-256 in lower case hex, as commitments and addresses do.
func IsDigest(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (l *Leaf) texts() []string {
	var cs []string
	if r := l.Result; r != nil {
		for i := range r.Steps {
			o := &r.Steps[i]
			cs = append(cs, o.Observed, o.Comment, o.Cause, o.Reason)
			for _, e := range o.Evidence {
				cs = append(cs, e.Name)
			}
		}
		cs = append(cs, r.Message)
		if r.Origin != nil {
			cs = append(cs, r.Origin.File)
		}
	}
	if a := l.Anomaly; a != nil {
		cs = append(cs, a.Summary, a.Workaround, a.Reason, a.Owner, a.Fix.by())
		for _, e := range a.Evidence {
			cs = append(cs, e.Name)
		}
		if a.Origin != nil {
			cs = append(cs, a.Origin.File)
		}
	}
	if r := l.Reserve; r != nil {
		cs = append(cs, r.Text, r.Owner, r.Workaround, r.Effect, r.Verification, r.Reason, r.Fix.by())
	}
	if d := l.Decision; d != nil {
		cs = append(cs, d.Reason, d.Fallback, d.Place)
	}
	if e := l.Erase; e != nil {
		cs = append(cs, e.Reason) // what it erased is not needed any more
	}
	if k := l.Key; k != nil {
		cs = append(cs, k.Name, k.Reason)
	}
	if b := l.Log; b != nil {
		cs = append(cs, b.Reason)
	}
	if r := l.Restore; r != nil {
		cs = append(cs, r.Reason)
	}
	for _, h := range l.Held() {
		cs = append(cs, h.Commitment)
	}
	if i := l.Iterate; i != nil {
		cs = append(cs, i.Reason)
	}
	return append(cs, l.Note)
}

// EvidenceKinds lists the kinds whose leaves may name attachments: who looks for attachments asks for these.
func EvidenceKinds() []Kind {
	return []Kind{KindResult, KindTrial, KindAnomaly, KindDataLoad, KindPVScan}
}

// EvidenceRefs yields the attachments that the leaf names.
func (l *Leaf) EvidenceRefs() iter.Seq[EvidenceRef] {
	return func(yield func(EvidenceRef) bool) {
		if l.Data != nil && l.Data.Log != nil && !yield(*l.Data.Log) {
			return
		}
		if l.Scan != nil && l.Scan.File != nil && !yield(*l.Scan.File) {
			return
		}
		if l.Anomaly != nil {
			for _, e := range l.Anomaly.Evidence {
				if !yield(e) {
					return
				}
			}
		}
		if l.Result == nil {
			return
		}
		for i := range l.Result.Steps {
			for _, e := range l.Result.Steps[i].Evidence {
				if !yield(e) {
					return
				}
			}
		}
	}
}
