package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"recette/internal/access"
	"recette/internal/account"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/i18n"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/web/guard"
)

// unreceived words why something was refused on the way to the decision, and with which status.
func (s *Server) unreceived(v *visit, err error) (status int, why unreceived) {
	t := v.words.T
	if e, ok := errors.AsType[*reception.RecordedError](err); ok {
		why.Title, why.Sentence = t("web.recorded"), s.spoken(v, e.Err)
		return http.StatusOK, why
	}
	if e, ok := errors.AsType[*reception.UnknownError](err); ok {
		why.Title, why.Sentence, why.Remedy = t("web.act.unknown"), s.spoken(v, e.Err), t("web.unknown.remedy")
		return http.StatusServiceUnavailable, why
	}
	if errors.Is(err, fact.ErrStale) {
		why.Title, why.Sentence = t("web.act.stale"), t("web.act.stale.why")
		return http.StatusConflict, why
	}
	why.Title = t("web.refused")
	page := &credentials{}
	if status, known := s.refuse(v, page, err); known {
		why.Sentence = page.Refused.Sentence
		if errors.Is(err, account.ErrRefused) {
			status, why.Sentence = http.StatusForbidden, t("web.sign.password")
		}
		return status, why
	}
	if e, ok := errors.AsType[*campaign.MovedError](err); ok {
		why.Title, why.Sentence = t("web.reception.moved"), t("web.reception.moved.why")
		why.Moved = s.moved(v, e)
		return http.StatusConflict, why
	}
	if e, ok := errors.AsType[*campaign.DecisionError](err); ok {
		why.Sentence = t("web.reception.refused", t("decision."+string(e.Decision)))
		why.Reasons = grounds(v.words, e)
		var other []string
		for _, d := range e.Allowed {
			other = append(other, t("decision."+string(d)))
		}
		if len(other) > 0 {
			why.Remedy = t("web.reception.allowed", strings.Join(other, ", "))
		}
		return http.StatusConflict, why
	}
	if e, ok := errors.AsType[*signoff.NotConformError](err); ok {
		why.Sentence = t("web.sign.flawed")
		for _, f := range e.Findings[:min(len(e.Findings), mostFindings)] {
			why.Reasons = append(why.Reasons, s.Finding(v.words.Lang(), f))
		}
		return http.StatusConflict, why
	}
	if key := signKey(err); key != "" {
		why.Sentence = t("web.sign." + key)
		return http.StatusConflict, why
	}
	if e, ok := errors.AsType[*signoff.HolderError](err); ok {
		why.Sentence = t("web.sign.holder", e.Holder, e.Actor)
		return http.StatusConflict, why
	}
	if e, ok := errors.AsType[*signoff.BoxError](err); ok {
		why.Sentence = t("web.sign.box", e.Named, e.Actor)
		return http.StatusConflict, why
	}
	why.Sentence, why.Remedy = s.Say(v.words.Lang(), err)
	for _, known := range []error{access.ErrDenied, campaign.Err, fact.Err, guard.ErrForm, signoff.ErrTooLarge} {
		if errors.Is(err, known) {
			return http.StatusConflict, why
		}
	}
	return http.StatusServiceUnavailable, why
}

// spoken words what failed; what to do about it would be of a terminal.
func (s *Server) spoken(v *visit, err error) string {
	said, _ := s.Say(v.words.Lang(), err)
	return spoken(said)
}

// mostFindings is how many reasons are given why nobody may be led to sign a file.
const mostFindings = 8

// signKey names what the pages say in their own words, of what forbids to decide or to sign.
func signKey(err error) string {
	for _, known := range []struct {
		is  error
		key string
	}{
		{errNobody, "nobody"},
		{errRate, "rate"},
		{errOther, "other"},
		{signoff.ErrPassphrase, "passphrase"},
		{signoff.ErrNoPassphrase, "passphrase"},
		{signoff.ErrNoKey, "no-key"},
		{signoff.ErrUndeclared, "undeclared"},
		{signoff.ErrNoLogKey, "no-log-key"},
		{signoff.ErrDemoKey, "demo"},
		{signoff.ErrDemoPV, "demo"},
		{signoff.ErrNotDecided, "undecided"},
		{signoff.ErrExpired, "expired"},
		{signoff.ErrDerogation, "derogation"},
		{signoff.ErrUnacted, "derogation"},
		{signoff.ErrUnreadable, "unreadable"},
		{reception.ErrNoFile, "no-file"},
		{campaign.ErrRequest, "request"},
	} {
		if errors.Is(err, known.is) {
			return known.key
		}
	}
	if _, ok := errors.AsType[*signoff.UnknownWarningError](err); ok {
		return "warning"
	}
	return ""
}

// grounds words what forbids a decision.
func grounds(words *i18n.Printer, e *campaign.DecisionError) (all []string) {
	for _, r := range e.Reasons {
		key := "decision.reason." + string(r.Code)
		if words.Has("web." + key) { // where that of the command line names a flag
			key = "web." + key
		}
		said := append([]string(nil), r.Subjects...)
		for i := range said {
			if t, err := time.Parse(time.DateOnly, said[i]); err == nil {
				said[i] = words.Date(t)
			}
			for k := range e.Exit {
				if c := &e.Exit[k]; r.Code == recette.ReasonExitUnmet && c.Name(recette.ExitCriteria) == said[i] {
					said[i] = c.String()
				}
			}
		}
		const most = 8
		more := ""
		if len(said) > most {
			more = " … (" + strconv.Itoa(len(said)) + ")"
			said = said[:most]
		}
		line := words.T(key)
		if len(said) > 0 {
			line = words.T("web.reception.ground", line, strings.Join(said, ", ")+more)
		}
		all = append(all, line)
	}
	return all
}

// moved words what came since a page was made.
func (s *Server) moved(v *visit, e *campaign.MovedError) (all []string) {
	names := map[string]string{}
	if r, err := v.reading(); err == nil {
		if known, err := r.People(v.r.Context(), v.reader(), v.r.PathValue("campaign")); err == nil {
			names = known
		}
	}
	for _, c := range e.Changes {
		key := "web.change." + string(c.Kind)
		if !v.words.Has(key) {
			key = "web.change"
		}
		what := v.words.T(key)
		if c.Case != "" {
			what += " (" + c.Case + ")"
		}
		at := c.At
		if t, err := time.Parse(time.RFC3339, c.At); err == nil {
			at = v.words.DateTime(t.In(s.Zone))
		}
		all = append(all, v.words.T("web.change.line", at, what, named(names, c.Ref)))
	}
	if e.More > 0 {
		all = append(all, v.words.N("web.change.more", e.More))
	}
	return all
}
