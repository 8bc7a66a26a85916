package agenda

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"recette/reports"
	"recette/reports/blocks"
	"recette/reports/page"
)

// ErrSchema says that the model is of another version.
var ErrSchema = errors.New("unknown version of the agenda model")

func (a *Agenda) check() error {
	if a.Schema != Schema {
		return fmt.Errorf("agenda of %s: %w: %q", a.Campaign, ErrSchema, a.Schema)
	}
	return nil
}

// PDF writes the convocations and the presence lists as an A4 PDF, and gives its pages: each session begins a page. It
// returns ErrSchema, blocks.ErrOptions, page.ErrRender, and the errors of w.
func PDF(w io.Writer, a Agenda, o blocks.Options) (int, error) {
	if err := a.check(); err != nil {
		return 0, err
	}
	return blocks.PDF(w, a.Language, a.IssuedAt, o, a.document) //nolint:wrapcheck // it names the document
}

// HTML writes the same as one page of the web. It returns the errors of PDF.
func HTML(w io.Writer, a Agenda, o blocks.Options) error {
	if err := a.check(); err != nil {
		return err
	}
	return blocks.HTML(w, a.Language, a.IssuedAt, o, a.document) //nolint:wrapcheck // it names the document
}

// JSON writes the agenda in its canonical form. It returns ErrSchema, and the errors of w.
func JSON(w io.Writer, a Agenda) error {
	if err := a.check(); err != nil {
		return err
	}
	if err := reports.CanonicalJSON(w, &a); err != nil {
		return fmt.Errorf("write the agenda of %s as JSON: %w", a.Campaign, err)
	}
	return nil
}

type teller struct {
	a *Agenda
	f *page.Flow
}

func (t *teller) t(key string, args ...any) string { return t.f.Words("agenda."+key, args...) }

func (t *teller) col(key string, share float64) blocks.Col {
	return blocks.Col{Title: t.t("col." + key), Share: share}
}

func (t *teller) field(key, value string) page.Field {
	return page.Field{Label: t.t("field." + key), Value: value}
}

// count gives key.one or key.many, with the number.
func (t *teller) count(key string, n int) string {
	if n == 1 || n == 0 && t.f.Lang != "en" {
		return t.t(key+".one", t.f.Number(int64(n)))
	}
	return t.t(key+".many", t.f.Number(int64(n)))
}

func (a *Agenda) document(f *page.Flow) *blocks.Document {
	t := &teller{a: a, f: f}
	r := &a.Reference
	d := &blocks.Document{
		Lang: a.Language, Kind: t.t("title"), Number: a.Campaign, Title: a.Title, Producer: a.Producer,
		IssuedAt: a.IssuedAt, Front: t.front(),
		About: page.Sentence("  ·  ", a.Project, t.t("delivery", a.Delivery, a.Build), a.Environment, a.URL),
		Foot:  f.Origin(a.IssuedAt, r.Commit, r.Manifest),
	}
	for i := range a.Sessions {
		s := &a.Sessions[i]
		d.Chapters = append(d.Chapters, blocks.Chapter{Title: t.name(s), Apart: true, Blocks: t.convocation(s)})
	}
	head := t.t("head.none")
	if r.Checkpoint > 0 {
		head = t.t("head", f.Number(r.Checkpoint), r.Root)
	}
	d.Chapters = append(d.Chapters, blocks.Chapter{
		Title: t.t("references"),
		Blocks: []blocks.Block{{Fields: []page.Field{
			t.field("campaign", page.Sentence(" – ", a.Campaign, a.Title)), t.field("commit", r.Commit),
			t.field("manifest", r.Manifest), t.field("head", head),
			t.field("made", page.Sentence(", ", f.Stamp(a.IssuedAt), a.Producer)),
		}}},
	})
	return d
}

func (t *teller) name(s *Session) string {
	return page.Sentence(" – ", t.t("session", s.Code), s.Title)
}

// when says the day and the hours; what is not said yet is said so.
func (t *teller) when(s *Session) string {
	day := t.f.Date(s.Date)
	if d, err := time.Parse(time.DateOnly, s.Date); err == nil {
		day = t.t("weekday."+strings.ToLower(d.Weekday().String())) + " " + day
	}
	switch {
	case s.Date == "":
		return t.t("nodate", t.f.Number(int64(s.Minutes)))
	case s.Start == "":
		return t.t("nohour", day, t.f.Number(int64(s.Minutes)))
	}
	return t.t("when", day, s.Start, s.End, t.f.Number(int64(s.Minutes)))
}

// front is the agenda: a line a session.
func (t *teller) front() []blocks.Block {
	a := t.a
	var rows [][]blocks.Cell
	for i := range a.Sessions {
		s := &a.Sessions[i]
		rows = append(rows, blocks.Text(page.Sentence(" – ", s.Code, s.Title), t.when(s), s.Place, s.Animator,
			names(s.Testers), t.f.Ratio(s.Left, len(s.Rows))))
	}
	list := []blocks.Block{}
	if len(rows) == 0 {
		return append(list, blocks.Block{Text: t.t("none"), Quiet: true})
	}
	list = append(list, blocks.Block{Title: t.t("agenda"), Cols: []blocks.Col{
		t.col("session", 40), t.col("when", 42), t.col("place", 26), t.col("animator", 24), t.col("testers", 28),
		{Title: t.t("col.left"), Share: 16, Right: true},
	}, Rows: rows})
	if a.Unplanned > 0 {
		list = append(list, blocks.Block{Text: t.count("unplanned", a.Unplanned), Grave: true})
	}
	return append(list, blocks.Block{Text: t.t("left.how"), Quiet: true})
}

func names(list []Person) string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Name
	}
	return strings.Join(out, ", ")
}

// convocation is what a session asks, and its presence list.
func (t *teller) convocation(s *Session) []blocks.Block {
	a := t.a
	sets := make([]string, len(s.DataSets))
	for i, d := range s.DataSets {
		sets[i] = page.Sentence(" – ", d.Code, d.Label)
	}
	list := []blocks.Block{
		{Fields: []page.Field{
			t.field("when", t.when(s)), t.field("build", t.build(s)), t.field("place", s.Place),
			t.field("entity", s.Entity),
			t.field("animator", s.Animator), t.field("testers", names(s.Testers)),
			t.field("journeys", strings.Join(s.Journeys, ", ")),
			t.field("load", t.t("load", t.count("rows", len(s.Rows)), t.f.Number(int64(s.Left)),
				t.f.Number(int64(s.Each)), t.f.Number(int64(s.Holds)))),
			t.field("data", strings.Join(sets, "\n")),
		}},
	}
	if s.Left > s.Holds && s.Holds > 0 {
		list = append(list, blocks.Block{Text: t.t("over", t.f.Ratio(s.Left, s.Holds)), Grave: true})
	}
	bring := []string{t.t("bring.access", page.Sentence(", ", a.Environment, a.URL, t.build(s)))}
	for _, x := range a.Accounts {
		if s.calls(x.Entity) {
			role := cmp.Or(reports.NameOf(a.RoleNames, x.Role), x.Role)
			bring = append(bring, t.t("bring.account", page.Sentence(", ", x.Login, role, x.Entity, x.Note)))
		}
	}
	bring = append(bring, t.t("bring.evidence"), t.t("bring.identity"))
	list = append(list, blocks.Block{Title: t.t("bring"), List: bring}, t.presence(s), t.cases(s))
	if len(s.Present) > 0 {
		var rows [][]blocks.Cell
		for _, p := range s.Present {
			rows = append(rows, blocks.Text(p.Name, p.Entity, t.f.StampOf(p.From), t.f.StampOf(p.To)))
		}
		list = append(list, blocks.Block{
			Title: t.t("present", strings.Join(s.Held, ", ")),
			Cols:  []blocks.Col{t.col("name", 56), t.col("entity", 40), t.col("from", 39), t.col("to", 39)}, Rows: rows,
		})
	}
	return list
}

// calls tells whether somebody of an entity is asked to a session: one of no entity is for all.
func (s *Session) calls(entity string) bool {
	return s.Entity == "" || entity == "" || entity == s.Entity ||
		slices.ContainsFunc(s.Testers, func(p Person) bool { return p.Entity == entity })
}

// build says what is to be tested in a session.
func (t *teller) build(s *Session) string {
	if s.Iteration == "" {
		return t.a.Build
	}
	return t.t("build", cmp.Or(s.Build, t.a.Build), s.Iteration)
}

// cases lists what people play.
func (t *teller) cases(s *Session) blocks.Block {
	b := blocks.Block{Title: t.t("cases"), Cols: []blocks.Col{
		t.col("case", 30), t.col("scenario", 74), t.col("data", 30), t.col("assigned", 26), t.col("state", 20),
	}}
	for i := range s.Rows {
		r := &s.Rows[i]
		state := t.t("state.left")
		if r.Done {
			state = t.t("state.done")
		}
		b.Rows = append(b.Rows, blocks.Text(r.Case, r.Name, strings.Join(r.DataSets, ", "), r.Assigned, state))
	}
	if len(b.Rows) == 0 {
		return blocks.Block{Title: t.t("cases"), Text: t.t("cases.none"), Quiet: true}
	}
	if s.Machine > 0 {
		b.Text, b.Quiet = t.count("machine", s.Machine), true
	}
	return b
}

// spare is how many empty lines a presence list has for those who were not asked.
const spare = 3

// presence is the list that those present sign.
func (t *teller) presence(s *Session) blocks.Block {
	b := blocks.Block{
		Boxed: true, Title: t.t("presence", page.Sentence(" – ", s.Code, t.f.Date(s.Date))),
		Cols: []blocks.Col{
			t.col("name", 46), t.col("role", 30), t.col("entity", 34), t.col("came", 18), t.col("left.at", 18),
			t.col("signature", 48),
		},
	}
	line := func(name, role, entity string) {
		b.Rows = append(b.Rows, blocks.Text(name, role, entity, "", "", ""))
	}
	seen := map[string]bool{}
	if s.Animator != "" {
		seen[s.Animator] = true
		line(s.Animator, t.t("role.animator"), s.From)
	}
	for _, p := range s.Testers {
		if !seen[p.Name] {
			seen[p.Name] = true
			line(p.Name, t.role(p.Role), p.Entity)
		}
	}
	for range spare {
		line("", "", "")
	}
	return b
}

func (t *teller) role(role string) string {
	switch role {
	case "ppo", "po", "qa", "tester", "delivery", "referent", "ux", "leadtech", "supplier", "auditor", "admin":
		return t.f.Tr("role." + role)
	}
	return role
}

// invitation is a session in words, for a calendar.
func (t *teller) invitation(s *Session) string {
	lines := []string{
		t.t("calendar.release", t.a.Delivery, t.build(s), t.a.Environment), t.a.URL,
		t.label("animator", s.Animator), t.label("testers", names(s.Testers)),
		t.label("journeys", strings.Join(s.Journeys, ", ")),
		t.t("load", t.count("rows", len(s.Rows)), t.f.Number(int64(s.Left)), t.f.Number(int64(s.Each)),
			t.f.Number(int64(s.Holds))),
	}
	for _, d := range s.DataSets {
		lines = append(lines, t.label("data", page.Sentence(" – ", d.Code, d.Label)))
	}
	return page.Sentence("\n", lines...)
}

func (t *teller) label(key, value string) string {
	if value == "" {
		return ""
	}
	return t.t("field."+key) + t.f.Colon() + value
}
