package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/guided"
	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// pageRows is how many rows a page holds.
const pageRows = 100

// listed are the rows of a campaign that a reader asked for.
type listed struct {
	*ground
	Query, Antenne, Tag, Journey string
	Filters                      []filter // by verdict
	Sights                       []sight  // by what they are to the reader
	Held                         []sight  // the filters that hold, with the address of the list without each
	Antennes, Tags               []string
	Groups                       []group
	Grouped                      bool
	GroupAt                      string // address of the list grouped by journey, or not any more
	Total, All, From, To         int
	Before, After                string // addresses of the pages beside this one
	Here                         string // address of this one
	Whole                        string // names all the rows of the list, on all of its pages

	asked *sifted
}

// filter keeps the rows of one verdict.
type filter struct {
	Verdict recette.Verdict // empty: all
	N       int
	At      string // address
	Chosen  bool
}

// group is a journey of the list, with those of its rows that the page holds.
type group struct {
	Title string // empty: the list is not grouped
	Rows  []*row
}

// sifted is what is asked of a list of rows.
type sifted struct {
	url.Values
	me      string // reference of the reader
	verdict recette.Verdict
}

// The fields of the address of a list of rows.
const (
	askVerdict  = "verdict"
	askSight    = "voir"
	askCritical = "critique"
	askAntenne  = "antenne"
	askTag      = "tag"
	askJourney  = "parcours"
	askWord     = "mot"
	askGroup    = "grouper"
	askFrom     = "de"
)

func siftedBy(asked url.Values, me string) *sifted {
	s := &sifted{Values: url.Values{}, me: me}
	for _, name := range []string{
		askVerdict, askSight, askCritical, askAntenne, askTag, askJourney, askWord, askGroup, askFrom,
	} {
		if said := strings.TrimSpace(asked.Get(name)); said != "" {
			s.Set(name, said)
		}
	}
	if s.verdict = recette.Verdict(s.Get(askVerdict)); !s.verdict.Valid() {
		s.verdict = ""
		s.Del(askVerdict)
	}
	if sight := s.Get(askSight); sight != filterMine && sight != filterTodo || sight == filterMine && me == "" {
		s.Del(askSight)
	}
	return s
}

// keeps tells whether a row is asked for, whatever its verdict.
func (s *sifted) keeps(x *row) bool {
	if tag := strings.TrimPrefix(s.Get(askTag), "@"); tag != "" && !slices.ContainsFunc(x.Tags, func(t string) bool {
		return meant.Fold(strings.TrimPrefix(t, "@")) == meant.Fold(tag)
	}) {
		return false
	}
	switch s.Get(askSight) {
	case filterMine:
		if x.Assigned != s.me {
			return false
		}
	case filterTodo:
		if !x.todo() {
			return false
		}
	}
	return x.holds(s.Get(askWord)) && (s.Get(askCritical) == "" || x.Critical) &&
		(s.Get(askAntenne) == "" || x.Antenne == s.Get(askAntenne)) &&
		(s.Get(askJourney) == "" || slices.Contains(x.Journeys, s.Get(askJourney)))
}

// todo tells whether a row is still to be played.
func (x *row) todo() bool {
	return x.Open || x.Attempt == 0 || x.Verdict == recette.NotRun || x.Hold.Again()
}

// at gives the address of the list with one thing asked otherwise; empty: not asked any more.
func (s *sifted) at(id, name, said string) string {
	q := url.Values{}
	for k, v := range s.Values {
		if k != askFrom {
			q[k] = v
		}
	}
	if q.Set(name, said); said == "" {
		q.Del(name)
	}
	if len(q) == 0 {
		return campaignAt(id) + "/lignes"
	}
	return campaignAt(id) + "/lignes?" + q.Encode()
}

// rows lists the rows of a campaign.
func (s *Server) rows(v *visit) error {
	g, err := s.ground(v)
	if err != nil {
		return err
	}
	return s.showRows(v, g, v.r.URL.Query())
}

func (s *Server) showRows(v *visit, g *ground, query url.Values) error {
	st, all, err := s.status(v, g.Campaign)
	if err != nil {
		return err
	}
	g.status, g.Closed = st, st.ClosedAt != ""
	asked := siftedBy(query, g.Ref)
	page := listed{
		ground: g, asked: asked, Query: asked.Get(askWord), Antenne: asked.Get(askAntenne), Tag: asked.Get(askTag),
		Journey: asked.Get(askJourney), All: len(all), Grouped: asked.Get(askGroup) != "",
	}
	var rows []*row
	counts := map[recette.Verdict]int{}
	for i := range all {
		x := &all[i]
		page.offers(x)
		if !asked.keeps(x) {
			continue
		}
		counts[x.Counted()]++
		counts[""]++
		if asked.verdict == "" || x.Counted() == asked.verdict {
			rows = append(rows, x)
		}
	}
	slices.Sort(page.Antennes)
	slices.Sort(page.Tags)
	for _, x := range append([]recette.Verdict{""}, recette.Verdicts()...) {
		if counts[x] > 0 || x == "" || x == asked.verdict {
			page.Filters = append(page.Filters, filter{
				Verdict: x, N: counts[x], At: asked.at(g.Campaign, askVerdict, string(x)), Chosen: x == asked.verdict,
			})
		}
	}
	page.sights(v, asked)
	page.Whole = placed(g.outline, rows)
	page.cut(rows, asked)
	return s.show(v, cmp.Or(g.code, http.StatusOK), "rows", &page)
}

// offers notes by what a row may be asked for.
func (l *listed) offers(x *row) {
	if x.Antenne != "" && !slices.Contains(l.Antennes, x.Antenne) {
		l.Antennes = append(l.Antennes, x.Antenne)
	}
	for _, t := range x.Tags {
		if len(l.Tags) < mostTags && !slices.Contains(l.Tags, t) {
			l.Tags = append(l.Tags, t)
		}
	}
}

// mostTags is how many tags a list offers: any other one may be typed.
const mostTags = 100

// sights gives the filters by what rows are to the reader, and those that hold.
func (l *listed) sights(v *visit, asked *sifted) {
	t, id := v.words.T, l.Campaign
	toggle := func(name, said, label string) {
		on := asked.Get(name) == said
		at := asked.at(id, name, said)
		if on {
			at = asked.at(id, name, "")
			l.Held = append(l.Held, sight{Name: label, At: at})
		}
		l.Sights = append(l.Sights, sight{Name: label, At: at, Chosen: on})
	}
	if l.Ref != "" {
		toggle(askSight, filterMine, t("web.see."+filterMine))
	}
	toggle(askSight, filterTodo, t("web.see."+filterTodo))
	toggle(askCritical, "1", t("web.see.critiques"))
	if asked.verdict != "" {
		l.Held = append(l.Held, sight{Name: t("verdict." + string(asked.verdict)), At: asked.at(id, askVerdict, "")})
	}
	for _, name := range []string{askAntenne, askTag, askJourney, askWord} {
		if said := asked.Get(name); said != "" {
			l.Held = append(l.Held, sight{Name: said, At: asked.at(id, name, "")})
		}
	}
	said := "1"
	if l.Grouped {
		said = ""
	}
	l.GroupAt = asked.at(id, askGroup, said)
}

// cut keeps the rows of one page, grouped by journey when that is asked.
func (l *listed) cut(rows []*row, asked *sifted) {
	if l.Grouped {
		rank := map[string]int{}
		for i := range l.outline.Journeys {
			rank[l.outline.Journeys[i].Code] = i + 1
		}
		slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(rank[a.first()], rank[b.first()]) })
	}
	l.Total = len(rows)
	from, err := strconv.Atoi(asked.Get(askFrom))
	from = (max(from, 1) - 1) / pageRows * pageRows
	if err != nil || from >= l.Total {
		from = 0
	}
	to := min(from+pageRows, l.Total)
	l.From, l.To = from+1, to
	page := func(from int) string {
		at := asked.at(l.Campaign, askFrom, strconv.Itoa(from+1))
		if from == 0 {
			at = asked.at(l.Campaign, askFrom, "")
		}
		return at
	}
	if l.Here = page(from); from > 0 {
		l.Before = page(from - pageRows)
	}
	if to < l.Total {
		l.After = page(to)
	}
	for _, x := range rows[from:to] {
		title := ""
		if l.Grouped {
			title = l.title(x.first())
		}
		if n := len(l.Groups); n == 0 || l.Groups[n-1].Title != title {
			l.Groups = append(l.Groups, group{Title: title})
		}
		last := &l.Groups[len(l.Groups)-1]
		last.Rows = append(last.Rows, x)
	}
}

// first is the journey under which a list shows a row.
func (x *row) first() string {
	if len(x.Journeys) == 0 {
		return ""
	}
	return x.Journeys[0]
}

// outside stands for the title of what is in no journey.
const outside = "-"

func (l *listed) title(journey string) string {
	for i := range l.outline.Journeys {
		if j := &l.outline.Journeys[i]; j.Code == journey {
			return j.Code + " " + j.Title
		}
	}
	return outside
}

// Journeys are those that rows may be asked by.
func (l *listed) Journeys() []campaign.JourneyStatus { return l.status.Journeys }

// assign says who is to play rows: those that are ticked, or all that a list shows.
func (s *Server) assign(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	rows, then := w.form["ligne"], back(w.form.Get("page"))
	g, err := s.ground(v, rows...)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	listed, err := url.Parse(then)
	if err != nil {
		return err
	}
	if whole := w.form.Get("toutes"); whole != "" {
		if rows, err = shownRows(g.outline, whole); err != nil {
			return s.answer(v, g, w, err, then, func() error { return s.showRows(v, g, listed.Query()) })
		}
	}
	for _, id := range rows {
		if !holds(g.outline, id) {
			return &lostError{typed: w.form, cause: errNotFound}
		}
	}
	to, as := w.form.Get("a"), g.as(v, access.Assign)
	if to == "" {
		err = &campaign.FieldError{Field: "to", Kind: campaign.ErrIncomplete}
	} else {
		if to == nobody {
			to = ""
		}
		err = s.records(v, g, w, func(ctx context.Context, record *guided.Record, r campaign.Request) error {
			return record.AssignOnce(ctx, as, g.Campaign, r, rows, to)
		})
	}
	return s.answer(v, g, w, err, then, func() error {
		if len(rows) == 1 && then == caseAt(g.Campaign, rows[0]) {
			return s.showCase(v, g, rows[0])
		}
		return s.showRows(v, g, listed.Query())
	})
}

// nobody stands for a reference where rows are taken from who has them.
const nobody = "-"

// placed names rows by their places in the plan, as its reader sees it, in short, with a digest of their ids: who acts
// on all the rows of a list acts on those that it showed, whatever became of them since.
func placed(o *campaign.Outline, rows []*row) string {
	at := make(map[string]bool, len(rows))
	for _, x := range rows {
		at[x.ID] = true
	}
	var ids []string
	var out strings.Builder
	for i := 0; i < len(o.Cases); i++ {
		if !at[o.Cases[i].ID] {
			continue
		}
		first := i
		for ; i < len(o.Cases) && at[o.Cases[i].ID]; i++ {
			ids = append(ids, o.Cases[i].ID)
		}
		fmt.Fprintf(&out, "%d-%d.", first, i-1)
	}
	return out.String() + digestOf(ids)
}

func digestOf(ids []string) string {
	sum := sha256.Sum256([]byte(strings.Join(ids, "\x00")))
	return hex.EncodeToString(sum[:])
}

// shownRows gives the rows that placed named. It is fact.ErrStale when the plan, or what its reader sees of it, is not
// what it was.
func shownRows(o *campaign.Outline, said string) (ids []string, err error) {
	parts := strings.Split(said, ".")
	ranges, digest := parts[:len(parts)-1], parts[len(parts)-1]
	for _, r := range ranges {
		from, to, _ := strings.Cut(r, "-")
		first, e := strconv.Atoi(from)
		last, err := strconv.Atoi(to)
		if err := errors.Join(e, err); err != nil {
			return nil, errors.Join(guard.ErrForm, err)
		}
		for i := max(first, 0); i <= last && i < len(o.Cases) && len(ids) < len(o.Cases); i++ {
			ids = append(ids, o.Cases[i].ID)
		}
	}
	if digestOf(ids) != digest {
		return nil, fmt.Errorf("the rows of a list: %w", fact.ErrStale)
	}
	return ids, nil
}

// Ticked tells whether a row was ticked in what was sent, and not recorded.
func (g *ground) Ticked(row string) bool { return slices.Contains(g.Typed["ligne"], row) }
