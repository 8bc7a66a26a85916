package cahier

import (
	"slices"
	"strconv"

	"recette/reports/page"
)

// anomalies lists those about the cases of the cahier, and those about no case in particular.
func (d *doc) anomalies() {
	if len(d.c.Anomalies) == 0 {
		d.none()
		return
	}
	t := d.Table(page.Col(d.t("col.number"), 20), page.Col(d.t("col.severity"), 20), page.Col(d.t("col.status"), 24),
		page.Col(d.t("col.summary"), 66), page.Col(d.t("col.case"), 24), page.Col(d.t("col.raised"), 28))
	for i := range d.c.Anomalies {
		a := &d.c.Anomalies[i]
		of := page.Cell{{Style: page.Small, Text: a.Case, Link: d.sheets[a.Case] + 1}}
		if d.sheets[a.Case] == 0 {
			of = page.Plain(a.Case)
		}
		if a.Step > 0 {
			of = append(of, page.Run{Style: page.Small, Text: d.t("step", d.number(a.Step))})
		}
		t.Row(page.Bold(a.Number), page.Plain(d.word("severity", a.Severity)), page.Plain(d.word("status", a.Status)),
			page.Plain(page.Sentence("\n", a.Summary, prefixed(d.t("workaround")+d.Colon(), a.Workaround))), of,
			page.Plain(page.Sentence("\n", a.RaisedBy, d.StampOf(a.RaisedAt))))
	}
	t.End()
}

// branches says how each scenario stands in each branch, and where they do not say the same.
func (d *doc) branches() {
	var names []string
	for i := range d.c.Branches {
		for antenne := range d.c.Branches[i].Verdicts {
			if !slices.Contains(names, antenne) {
				names = append(names, antenne)
			}
		}
	}
	slices.Sort(names)
	const most = 6 // columns that a page holds
	for from := 0; from < len(names); from += most {
		some := names[from:min(from+most, len(names))]
		cols := []page.Column{page.Col(d.t("col.case"), 24), page.Col(d.t("col.title"), 50)}
		for _, n := range some {
			cols = append(cols, page.Col(n, 100/float64(len(some))))
		}
		t := d.Table(cols...)
		for i := range d.c.Branches {
			b := &d.c.Branches[i]
			row := []page.Cell{page.Bold(b.Scenario), page.Plain(page.Sentence("\n", b.Name, d.divergence(b)))}
			for _, n := range some {
				cell := page.Plain("–")
				if v, ok := b.Verdicts[n]; ok {
					cell = page.Cell{d.verdictRun(v)}
				}
				row = append(row, cell)
			}
			t.Row(row...)
		}
		t.End()
	}
}

func (d *doc) divergence(b *Branch) string {
	seen := map[string]bool{}
	for _, v := range b.Verdicts {
		seen[v] = true
	}
	if len(seen) > 1 {
		return d.t("divergent")
	}
	return ""
}

// summary counts the cases of each journey: what there is to play, or what was found.
func (d *doc) summary() {
	if d.blank() {
		t := d.Table(page.Col(d.t("col.journey"), 64), page.Amounts(d.t("col.cases"), 14), page.Col(d.t("col.c"), 16),
			page.Col(d.t("col.co"), 16), page.Col(d.t("col.nc"), 16), page.Col(d.t("col.b"), 16),
			page.Col(d.t("col.ne"), 16),
			page.Col(d.t("col.so"), 16)).Lined()
		for i := range d.c.Journeys {
			j := &d.c.Journeys[i]
			t.Row(page.Bold(d.short(j)), page.Plain(d.number(j.Cases)), page.Plain("\u00a0"), page.Plain("\u00a0"),
				page.Plain("\u00a0"), page.Plain("\u00a0"), page.Plain("\u00a0"), page.Plain("\u00a0"))
		}
		t.Row(page.Bold(d.t("total")), page.Plain(d.number(len(d.c.Cases))))
		t.End()
		d.Note(page.SmallGrey, d.t("summary.blank"))
		return
	}
	t := d.Table(page.Col(d.t("col.journey"), 46), page.Amounts(d.t("col.scope"), 12), page.Amounts(d.t("col.c"), 11),
		page.Amounts(d.t("col.co"), 11), page.Amounts(d.t("col.nc"), 11), page.Amounts(d.t("col.b"), 11),
		page.Amounts(d.t("col.ne"), 11), page.Amounts(d.t("col.so"), 11), page.Amounts(d.t("col.executed"), 25),
		page.Amounts(d.t("col.conform"), 25))
	shared := 0
	row := func(title string, f *Figures) {
		notRun := page.Plain(d.number(f.NotRun))
		for _, x := range []struct {
			key string
			n   int
		}{{"figure.due", f.Due}, {"figure.returned", f.Returned}, {"figure.unread", f.Unread}} {
			if x.n > 0 {
				notRun = append(notRun, page.Run{Style: page.Tiny, Text: d.t(x.key, d.number(x.n))})
			}
		}
		t.Row(page.Bold(title), page.Plain(d.number(f.InScope)), page.Plain(d.number(f.Passed)),
			page.Plain(d.number(f.Remark)), page.Plain(d.number(f.Failed)), page.Plain(d.number(f.Blocked)),
			notRun, page.Plain(d.number(f.NotApplicable)),
			page.Plain(d.rate(f.Executed, f.Planned)), page.Plain(d.rate(f.Conform(), f.Planned)))
	}
	for i := range d.c.Journeys {
		j := &d.c.Journeys[i]
		row(d.short(j), &j.Figures)
		shared += j.Shared
	}
	row(d.t("total"), &d.c.Figures)
	t.End()
	if shared > 0 {
		d.Note(page.SmallGrey, d.t("summary.shared"))
	}
	d.Note(page.SmallGrey, d.t("summary.rule"))
}

func (d *doc) short(j *Journey) string {
	if j.Code == "" {
		return d.t("journey.none")
	}
	return j.Title
}

func (d *doc) rate(n, total int) string { return d.Ratio(n, total) + "\n" + d.Percent(n, total) }

// presence is the attendance sheet: rows to sign, or who was there.
func (d *doc) presence() {
	if !d.blank() {
		if len(d.c.Sessions) == 0 {
			d.none()
		}
		for i := range d.c.Sessions {
			s := &d.c.Sessions[i]
			d.sub(d.t("session", s.Number, d.StampOf(s.OpenedAt)), 80)
			d.Fields(d.field("planned", s.Code), d.field("place", s.Place), d.field("animator", s.Animator),
				d.field("closed", d.StampOf(s.ClosedAt)), d.field("remark", s.Remark))
			t := d.Table(page.Col(d.t("col.name"), 50), page.Col(d.t("col.function"), 44),
				page.Col(d.t("col.entity"), 36),
				page.Col(d.t("col.came"), 22), page.Col(d.t("col.left"), 22))
			for _, p := range s.Present {
				t.Row(page.Bold(p.Name), page.Plain(p.Function), page.Plain(p.Entity), page.Plain(d.StampOf(p.From)),
					page.Plain(d.StampOf(p.To)))
			}
			t.End()
		}
		return
	}
	sessions := d.c.Sessions
	if len(sessions) == 0 {
		sessions = []Session{{}}
	}
	for i := range sessions {
		s := &sessions[i]
		d.sub(page.Sentence(" – ", d.t("session.blank", s.Code), s.Title, d.Date(s.Date), s.Place), 120)
		t := d.Table(page.Col(d.t("col.name"), 54), page.Col(d.t("col.function"), 42), page.Col(d.t("col.entity"), 36),
			page.Col(d.t("col.signature"), 42)).Lined()
		names := append([]string{}, s.Testers...)
		if s.Animator != "" && !slices.Contains(names, s.Animator) {
			names = append([]string{s.Animator}, names...)
		}
		for len(names) < 6 || slices.Index(names, "") < 0 && len(names) < len(s.Testers)+3 {
			names = append(names, "")
		}
		for _, n := range names {
			who := d.person(n)
			t.Row(page.Bold(n), page.Plain(d.word("role", who.Role)), page.Plain(who.Entity),
				page.Plain("\u00a0\n\u00a0"))
		}
		t.End()
	}
}

func (d *doc) person(name string) Person {
	for _, p := range slices.Concat(d.c.People, d.c.Contacts) {
		if p.Name == name && name != "" {
			return p
		}
	}
	return Person{}
}

// visaH is what the boxes of the visa take, with what stands above them, in points.
const visaH = 30*page.MM + 30

// visa is where whoever animates the recette signs for the cahier.
func (d *doc) visa() {
	const h = visaH - 30
	d.Note(page.Body, d.t("visa.text"))
	d.Need(visaH)
	gap := 6 * page.MM
	w := (page.TextW - gap) / 2
	for i, key := range []string{"visa.animator", "visa.ppo"} {
		x := page.Left + float64(i)*(w+gap)
		d.Line(x, d.Y, w, page.Font(page.SansBold, 8.5, page.Navy), d.t(key))
		d.Line(x, d.Y+11, w, page.SmallGrey, d.t("visa.fields"))
		d.Page.Frame(x, d.Y+24, w, h, 0.9, page.Slate)
	}
	d.Y += visaH
}

// references say what the cahier was made from.
func (d *doc) references() {
	r := &d.c.Reference
	fs := []page.Field{}
	if r.File != "" {
		fs = append(fs, d.field("file", r.File), d.field("file-digest", r.SHA256))
	}
	fs = append(fs, d.field("commit", r.Commit), d.field("manifest", r.Manifest),
		d.field("cases", d.Ratio(len(d.c.Cases), r.Cases)))
	if r.Origin != "" || r.Entries > 0 {
		head := ""
		if r.Origin != "" {
			head = d.t("head", r.Origin, strconv.FormatInt(r.Size, 10), r.Root)
		}
		fs = append(fs, d.field("checkpoint", head), d.field("entries", d.Number(r.Entries)))
	}
	fs = append(fs, d.field("issued", d.Stamp(d.c.IssuedAt)), d.field("producer", d.c.Producer))
	d.Fields(fs...)
	d.Note(page.SmallGrey, d.t("references.note."+string(d.c.Kind)))
}
