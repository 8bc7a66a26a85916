package committee

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"recette/reports"
	"recette/reports/blocks"
	"recette/reports/page"
	"recette/reports/validation"
)

// Errors of the producers.
var (
	// ErrSchema says that the model is of another version.
	ErrSchema = errors.New("unknown version of the model of an order of business")
	// ErrPages says that it did not come to one page.
	ErrPages = errors.New("the order of business is longer than a page")
)

func (c *Order) check() error {
	if c.Schema != Schema {
		return fmt.Errorf("order of business of %s: %w: %q", c.Campaign, ErrSchema, c.Schema)
	}
	return nil
}

// most is how many lines a part has at most.
const most = 12

// PDF writes the order of business as one A4 page: as many lines of each part as it holds, and how many are left out.
// It returns ErrSchema, blocks.ErrOptions, page.ErrRender, ErrPages, and the errors of w.
func PDF(w io.Writer, c Order, o blocks.Options) error {
	if err := c.check(); err != nil {
		return err
	}
	for n := most; n >= 0; n-- {
		var file bytes.Buffer
		pages, err := blocks.PDF(&file, c.Language, c.IssuedAt, o, func(f *page.Flow) *blocks.Document {
			return c.document(f, n)
		})
		if err != nil {
			return err //nolint:wrapcheck // it names the document
		}
		if pages > 1 {
			continue
		}
		if _, err := w.Write(file.Bytes()); err != nil {
			return fmt.Errorf("write the order of business of %s: %w", c.Campaign, err)
		}
		return nil
	}
	return fmt.Errorf("order of business of %s: %w", c.Campaign, ErrPages)
}

// HTML writes it as one page of the web, with nothing left out. It returns the errors of PDF but ErrPages.
func HTML(w io.Writer, c Order, o blocks.Options) error {
	if err := c.check(); err != nil {
		return err
	}
	whole := func(f *page.Flow) *blocks.Document { return c.document(f, -1) }
	return blocks.HTML(w, c.Language, c.IssuedAt, o, whole) //nolint:wrapcheck // it names the document
}

// JSON writes it in its canonical form. It returns ErrSchema, and the errors of w.
func JSON(w io.Writer, c Order) error {
	if err := c.check(); err != nil {
		return err
	}
	if err := reports.CanonicalJSON(w, &c); err != nil {
		return fmt.Errorf("write the order of business of %s as JSON: %w", c.Campaign, err)
	}
	return nil
}

// teller puts an order into words, some lines of each part; -1: all.
type teller struct {
	c    *Order
	f    *page.Flow
	room int
}

func (t *teller) t(key string, args ...any) string { return t.f.Words("committee."+key, args...) }

func (t *teller) col(key string, share float64) blocks.Col {
	return blocks.Col{Title: t.t("col." + key), Share: share}
}

// short cuts what somebody wrote, where there is but one page.
func (t *teller) short(s string) string {
	// A space that does not break is kept: French puts it before « : » and within « ».
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }), " ")
	if r := []rune(s); t.room >= 0 && len(r) > 110 {
		return strings.TrimSpace(string(r[:109])) + "…"
	}
	return s
}

// part is a table with its count, cut to the room; what is left out is counted.
func (t *teller) part(key string, cols []blocks.Col, rows [][]blocks.Cell) blocks.Block {
	b := blocks.Block{Title: t.t("part."+key, t.f.Number(int64(len(rows))))}
	if len(rows) == 0 {
		if key == "criteria" && t.c.Exit == 0 {
			key = "plan"
		}
		b.Text, b.Quiet = t.t("none."+key), true
		return b
	}
	shown := rows
	if t.room >= 0 && len(rows) > t.room {
		shown = rows[:t.room]
	}
	if n := len(rows) - len(shown); n > 0 {
		more := "more"
		if key == "decisions" { // the bilan lists what is awaited of none
			more = "apart"
		}
		b.Text, b.Quiet = t.t(more+".many", t.f.Number(int64(n))), true
		if n == 1 {
			b.Text = t.t(more+".one", t.f.Number(int64(n)))
		}
	}
	if len(shown) > 0 {
		b.Cols, b.Rows = cols, shown
	}
	return b
}

func (c *Order) document(f *page.Flow, room int) *blocks.Document {
	t := &teller{c: c, f: f, room: room}
	r := &c.Reference
	title := c.Name
	if title == "" {
		title = t.t("committee")
	}
	members := make([]string, len(c.Members))
	for i, m := range c.Members {
		members[i] = validation.Who(f.Words, m)
	}
	end := ""
	if c.End != "" {
		end = t.t("end", f.Date(c.End))
	}
	return &blocks.Document{
		Lang: c.Language, Kind: t.t("title"), Number: c.Campaign, Producer: c.Producer, IssuedAt: c.IssuedAt,
		Title: t.short(title + " – " + f.Day(c.IssuedAt.In(f.Location()))),
		About: t.short(page.Sentence("  ·  ", c.Title, t.t("delivery", c.Delivery, c.Build),
			t.t("done", f.Ratio(c.Done, c.Planned)), end, strings.Join(members, ", "))),
		Front: append(append([]blocks.Block{t.decisions()}, t.delays()...),
			t.blocking(), t.reserves(), t.criteria(), t.sessions()),
		Foot: page.Sentence(" · ", f.Origin(c.IssuedAt, r.Commit, r.Manifest), t.head()),
	}
}

func (t *teller) head() string {
	r := &t.c.Reference
	if r.Checkpoint == 0 {
		return t.t("head.none")
	}
	return t.t("head", t.f.Number(r.Checkpoint), page.Digest(r.Root, 12))
}

func (t *teller) decisions() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Decisions {
		d := &t.c.Decisions[i]
		about := t.t("kind."+d.Kind, d.About)
		if d.About == "" {
			about = t.t("kind." + d.Kind + ".whole")
		}
		rows = append(rows, blocks.Text(t.short(page.Sentence(t.f.Colon(), about, d.Text)),
			t.whose(d.Owner), t.f.Date(d.Due)))
	}
	return t.part("decisions", []blocks.Col{t.col("what", 112), t.col("whose", 38), t.col("due", 24)}, rows)
}

// delays lists those of the regime; nothing of a plan without.
func (t *teller) delays() []blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Delays {
		x := &t.c.Delays[i]
		state := blocks.Cell{Text: x.Stands(t.f)}
		if x.Expired() || x.Acquired != "" {
			state.Ink, state.Bold = page.Red, true
		}
		rows = append(rows, []blocks.Cell{
			{Text: t.short(x.Name(t.f))},
			{Text: t.f.Date(x.Due)},
			state,
			{Text: x.Effect(t.f)},
		})
	}
	if rows == nil {
		return nil
	}
	return []blocks.Block{t.part("delays", []blocks.Col{
		{Title: t.f.Tr("col.clock"), Share: 50},
		{Title: t.f.Tr("col.clock.due"), Share: 24},
		{Title: t.f.Tr("col.clock.status"), Share: 60},
		{Title: t.t("col.silence"), Share: 40},
	}, rows)}
}

// whose names who has to decide, or says that it is to be given to somebody.
func (t *teller) whose(owner string) string {
	if owner == "" {
		return t.t("unowned")
	}
	return validation.Who(t.f.Words, owner)
}

func (t *teller) blocking() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Blocking {
		a := &t.c.Blocking[i]
		rows = append(rows, blocks.Text(a.Number, t.short(a.Summary), t.f.Tr("status."+a.Status), t.short(a.Owner),
			t.f.Date(a.Due), t.t("age", t.f.Number(int64(a.Days)))))
	}
	return t.part("blocking", []blocks.Col{
		t.col("number", 20), t.col("summary", 70), t.col("status", 26), t.col("owner", 26), t.col("due", 18),
		t.col("age", 14),
	}, rows)
}

func (t *teller) reserves() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Reserves {
		r := &t.c.Reserves[i]
		due := blocks.Cell{Text: t.f.Date(r.Due)}
		switch {
		case r.Due == "":
			due.Text, due.Ink = t.t("undated"), page.Red
		case r.Overdue:
			due.Text, due.Ink, due.Bold = t.t("overdue", due.Text), page.Red, true
		}
		rows = append(rows, append(blocks.Text(r.Number, t.f.Tr("severity."+r.Class), t.short(r.Text),
			t.short(r.Owner)),
			due))
	}
	return t.part("reserves", []blocks.Col{
		t.col("number", 20), t.col("class", 18), t.col("text", 70), t.col("owner", 30), t.col("due", 36),
	}, rows)
}

func (t *teller) criteria() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Criteria {
		c := &t.c.Criteria[i]
		measured, kind := strings.ReplaceAll(c.Measured, " ", "\u00a0"), t.t("exit")
		switch {
		case measured != "":
		case c.Reached:
			measured = t.t("attested")
		default:
			measured = t.t("unattested")
		}
		switch {
		case c.Reached:
			kind = t.t("suspension")
		case c.Elsewhere:
			kind = t.t("waived.elsewhere", c.Derogation)
		case c.Derogation != "":
			kind = t.t("waived", c.Derogation)
		}
		rows = append(rows, blocks.Text(t.short(c.Text), kind, c.Threshold, measured))
	}
	return t.part("criteria", []blocks.Col{
		t.col("criterion", 86), t.col("kind", 34), t.col("threshold", 24), t.col("measured", 30),
	}, rows)
}

func (t *teller) sessions() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.c.Sessions {
		s := &t.c.Sessions[i]
		rows = append(rows, blocks.Text(page.Sentence(" – ", s.Code, t.short(s.Title)),
			page.Sentence(" ", t.f.Date(s.Date), s.Start), t.short(s.Place), t.short(s.Animator),
			t.f.Ratio(s.Left, s.Rows)))
	}
	return t.part("sessions", []blocks.Col{
		t.col("session", 60), t.col("when", 32), t.col("place", 34), t.col("animator", 32),
		{Title: t.t("col.left"), Share: 16, Right: true},
	}, rows)
}
