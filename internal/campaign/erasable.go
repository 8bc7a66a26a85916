package campaign

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// The fields that hold what may be erased.
const (
	FieldObserved   = "observed"
	FieldComment    = "comment"
	FieldCause      = "cause"
	FieldReason     = "reason"
	FieldMessage    = "message"
	fieldOrigin     = "origin" // name of the filled cahier, of the table
	FieldSummary    = "summary"
	FieldWorkaround = "workaround"
	FieldText       = "text"
	FieldOwner      = "owner"
	fieldFixedBy    = "fixed_by" // who corrected
	fieldSigner     = "signer"   // who signed by hand
	fieldEffect     = "effect"   // when a reserve is not lifted

	fieldVerification = "verification" // of the lifting of a reserve
	FieldNote         = "note"
	FieldFile         = "file"      // an attachment
	FieldFileName     = "file_name" // its display name
	FieldName         = "name"      // of who recorded
	FieldHolder       = "holder"    // of a certificate
)

// Erasable is a text, a name or an attachment of a campaign.
type Erasable struct {
	ID     string // commitment; of an attachment the sha256 of its content
	File   bool   // an attachment
	Of     string // of a display name: the attachment
	Field  string
	Seq    int64  // of the first leaf that holds it
	At     string // as in that leaf
	Case   string
	Number string // of an anomaly, a reserve, a decision
	Ref    string // of who recorded it
	Text   string // the text, the name, the display name
	MIME   string // of an attachment

	authors []string // of an attachment, of all the facts of the campaign that name it
	request string   // commitment to what was asked when it was recorded: the digest of a short text gives it away

	Project bool // of the whole project, and of no campaign
	Erasure bool // of a leaf that erased something: its reason, and who did it
}

func byID(a, b Erasable) int { return cmp.Compare(a.ID, b.ID) }

// ErasureQuery says what is looked for. Each part narrows; an empty one does not.
type ErasureQuery struct {
	Containing string // in the text, the name or the attachment, whatever the capitals, the spaces and their encoding
	Case       string
	Number     string   // of an anomaly, a reserve, a decision
	Author     string   // reference of who recorded
	IDs        []string // beginnings of ids: one of them
}

// Erasable finds what may be erased of a campaign and is there, by position. An attachment contains what its display
// name or, when it is a text, its content contains.
func (s *Service) Erasable(
	ctx context.Context, actor recette.Actor, campaign string, q ErasureQuery,
) ([]Erasable, error) {
	if _, err := s.allowed(ctx, actor, campaign, access.ReadDossier, access.ReadJournal); err != nil {
		return nil, err
	}
	all, err := s.erasable(ctx, campaign)
	if err != nil {
		return nil, err
	}
	var found []Erasable
	for i := range all {
		e := &all[i]
		switch {
		case q.Case != "" && e.Case != q.Case, q.Number != "" && e.Number != q.Number,
			q.Author != "" && e.Ref != q.Author:
			continue
		case len(q.IDs) > 0 && !slices.ContainsFunc(q.IDs, func(id string) bool { return strings.HasPrefix(e.ID, id) }):
			continue
		}
		if q.Containing != "" && !repeats(e.Text, q.Containing) {
			inside, err := s.contains(e, q.Containing)
			if err != nil {
				return nil, err
			}
			if !inside {
				continue
			}
		}
		found = append(found, *e)
	}
	return found, nil
}

// contains looks into an attachment that is a text.
func (s *Service) contains(e *Erasable, word string) (bool, error) {
	if !e.File || !strings.HasPrefix(e.MIME, "text/") && e.MIME != "application/json" {
		return false, nil
	}
	f, err := s.evidence.Open(e.ID)
	if err != nil {
		return false, fmt.Errorf("look into an attachment: %w", err)
	}
	defer f.Close() // nothing was written
	b, err := io.ReadAll(io.LimitReader(f, evidence.DefaultLimit))
	if err != nil {
		return false, fmt.Errorf("look into an attachment: %w", err)
	}
	return repeats(string(b), word), nil
}

// repeats tells whether a text holds another one, whatever the capitals, the spaces and their encoding.
func repeats(text, held string) bool {
	held = plan.FoldName(held)
	return held != "" && strings.Contains(plan.FoldName(text), held)
}

// Repeats tells whether a text says again what is looked for: the reason of an erasure must not.
func (q *ErasureQuery) Repeats(text string) bool { return repeats(text, q.Containing) }

// erasable lists what may be erased of a campaign and is there, each once, by position, then what the whole project
// holds.
func (s *Service) erasable(ctx context.Context, campaign string) ([]Erasable, error) {
	var all []Erasable
	seen := map[string]int{} // place of each
	var words []string
	for _, f := range []journal.Filter{{Campaign: campaign}, {Kinds: journal.ProjectKinds()}} {
		for rec, err := range s.log.Records(ctx, f) {
			if err != nil {
				return nil, fmt.Errorf("read campaign %s: %w", campaign, err)
			}
			for _, e := range erasableOf(&rec.Leaf) {
				e.Project, e.Erasure = f.Campaign == "", rec.Leaf.Erase != nil
				at, known := seen[e.ID]
				if known && e.File {
					all[at].authors = append(all[at].authors, e.Ref)
				}
				if !journal.IsDigest(e.ID) || known {
					continue
				}
				seen[e.ID], e.authors = len(all), []string{e.Ref}
				if r := rec.Leaf.Request; r != nil && e.Field != FieldName {
					e.request = r.C
					words = append(words, r.C)
				}
				all = append(all, e)
				if !e.File {
					words = append(words, e.ID)
				}
			}
		}
	}
	texts, err := s.log.Texts(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", campaign, err)
	}
	persons, err := s.log.Persons(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("read people of %s: %w", campaign, err)
	}
	names := map[string]string{} // of attachments
	for i := range all {
		if e := &all[i]; !e.File {
			e.Text = texts[e.ID]
			if p, author := persons[e.ID]; author {
				e.Text = p.Name
			}
			if e.Of != "" && names[e.Of] == "" {
				names[e.Of] = e.Text
			}
		}
	}
	for i := range all {
		e := &all[i]
		if e.File {
			e.Text = names[e.ID]
		}
		if _, there := texts[e.request]; !there {
			e.request = ""
		}
	}
	return slices.DeleteFunc(all, func(e Erasable) bool {
		_, text := texts[e.ID]
		_, person := persons[e.ID]
		return !text && !person && (!e.File || !s.there(ctx, e.ID))
	}), nil
}

// there tells whether an attachment is stored.
func (s *Service) there(ctx context.Context, id string) bool {
	if s.evidence == nil {
		return false
	}
	_, err := s.evidence.Stat(ctx, id)
	return err == nil
}

// erasableOf lists what a leaf commits to, in the order of its fields, and the name of its author last.
func erasableOf(l *journal.Leaf) (all []Erasable) {
	at := Erasable{Seq: l.Seq, At: l.At}
	if l.Actor != nil {
		at.Ref = l.Actor.Ref
	}
	add := func(field, id string) {
		e := at
		e.Field, e.ID = field, id
		all = append(all, e)
	}
	files := func(refs []journal.EvidenceRef) {
		for _, f := range refs {
			add(FieldFile, f.SHA256)
			all[len(all)-1].File, all[len(all)-1].MIME = true, f.MIME
			add(FieldFileName, f.Name)
			all[len(all)-1].Of = f.SHA256
		}
	}
	switch {
	case l.Result != nil:
		at.Case = l.Result.Case
		for i := range l.Result.Steps {
			o := &l.Result.Steps[i]
			add(FieldObserved, o.Observed)
			add(FieldComment, o.Comment)
			add(FieldCause, o.Cause)
			add(FieldReason, o.Reason)
			files(o.Evidence)
		}
		add(FieldMessage, l.Result.Message)
		if l.Result.Origin != nil {
			add(fieldOrigin, l.Result.Origin.File)
		}
	case l.Anomaly != nil:
		at.Case, at.Number = l.Anomaly.Case, l.Anomaly.Number
		add(FieldSummary, l.Anomaly.Summary)
		add(FieldWorkaround, l.Anomaly.Workaround)
		add(FieldReason, l.Anomaly.Reason)
		add(FieldOwner, l.Anomaly.Owner)
		if l.Anomaly.Fix != nil {
			add(fieldFixedBy, l.Anomaly.Fix.By)
		}
		files(l.Anomaly.Evidence)
		if l.Anomaly.Origin != nil {
			add(fieldOrigin, l.Anomaly.Origin.File)
		}
	case l.Reserve != nil:
		at.Number = l.Reserve.Number
		add(FieldText, l.Reserve.Text)
		add(FieldOwner, l.Reserve.Owner)
		add(FieldWorkaround, l.Reserve.Workaround)
		add(fieldEffect, l.Reserve.Effect)
		add(fieldVerification, l.Reserve.Verification)
		add(FieldReason, l.Reserve.Reason)
		if l.Reserve.Fix != nil {
			add(fieldFixedBy, l.Reserve.Fix.By)
		}
	case l.Drop != nil:
		at.Case = l.Drop.Case
		add(FieldReason, l.Drop.Reason)
	case l.Decision != nil:
		at.Number = l.Decision.Number
		add(FieldReason, l.Decision.Reason)
		add("fallback", l.Decision.Fallback)
		add("place", l.Decision.Place)
	case l.Iterate != nil:
		add(FieldReason, l.Iterate.Reason)
	case l.Erase != nil:
		add(FieldReason, l.Erase.Reason)
	case l.Log != nil:
		add(FieldReason, l.Log.Reason)
	case l.Restore != nil:
		add(FieldReason, l.Restore.Reason)
	case l.Key != nil:
		add(FieldHolder, l.Key.Name)
		add(FieldReason, l.Key.Reason)
	default:
		at.Number = numberOf(*l)
		if l.Objection != nil {
			at.Case = l.Objection.Case
		}
		if l.Amend != nil {
			at.Case = l.Amend.Case
		}
		if l.Review != nil {
			at.Case = l.Review.Case
		}
		attached := ""
		if l.Data != nil && l.Data.Log != nil {
			attached = l.Data.Log.SHA256
			add(FieldFile, attached)
			all[len(all)-1].File, all[len(all)-1].MIME = true, l.Data.Log.MIME
		}
		if l.Scan != nil && l.Scan.File != nil {
			attached = l.Scan.File.SHA256
			add(FieldFile, attached)
			all[len(all)-1].File, all[len(all)-1].MIME = true, l.Scan.File.MIME
		}
		for _, h := range l.Held() {
			add(h.Field, h.Commitment)
			if h.Field == FieldFileName {
				all[len(all)-1].Of = attached
			}
		}
	}
	add(FieldNote, l.Note)
	if l.Actor != nil {
		add(FieldName, l.Actor.C)
	}
	return all
}
