package verify_test

import (
	"slices"
	"testing"
	"time"

	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// What was played on paper counts on the day of the cahier, not on that on which somebody took it in.
func TestTranscripts_CountOnTheirDay(t *testing.T) {
	t.Parallel()
	p := newProject(t, planOf(3, 0))
	p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
	p.now = p.now.AddDate(0, 0, 3)
	p.onPaper(elise, yann, "SC-0001", 0, "2026-11-24")
	p.onPaper(elise, samira, "SC-0002", 0, "2026-11-24")
	doc, manifest := p.build("")
	if doc.RunDays != 2 || doc.FirstDay != "2026-11-23" || doc.LastDay != "2026-11-24" {
		t.Errorf("%d days, from %s to %s, want 2, from 23 to 24", doc.RunDays, doc.FirstDay, doc.LastDay)
	}
	if doc.LastRunAt.Day() != 26 || doc.Transcribed.Executed != 2 {
		t.Errorf("recorded until %s, %+v transcribed", doc.LastRunAt, doc.Transcribed)
	}
	x := doc.Cases[0].Taken
	if x == nil || x.By != elise.Name || x.Day != "2026-11-24" || x.File != "cahier de Yann Le Goff.xlsx" {
		t.Errorf("SC-0001 taken from %+v", x)
	}
	var days []string
	for _, s := range doc.Sessions {
		days = append(days, s.Day+" "+s.Actor+" "+s.TakenBy)
	}
	want := []string{
		"2026-11-23 Yann Le Goff ", "2026-11-24 Yann Le Goff Élise Fontaine", "2026-11-24 Samira Haddad Élise Fontaine",
	}
	if !slices.Equal(days, want) {
		t.Errorf("sessions = %q, want %q", days, want)
	}
	if !slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool {
		return w.Code == "transcribed_by_one" && slices.Equal(w.Args, []string{"2", "SC-0001, SC-0002"})
	}) {
		t.Errorf("nothing warns that one person took them in: %+v", doc.Warnings)
	}
	file := p.drawn(clone(t, &doc)).attach(doc, manifest)
	if r := judge(t, file, verify.Options{Anchors: p.anchors(), Now: p.now}); r.Status != verify.Conform {
		t.Errorf("%s, %v", r.Status, all(r))
	}
}

// Played on one day, taken in over two: the whole recette took one day.
func TestTranscripts_OfOneDay(t *testing.T) {
	t.Parallel()
	p := newProject(t, planOf(2, 0))
	p.onPaper(elise, yann, "SC-0001", 0, "2026-11-23")
	p.now = p.now.Add(24 * time.Hour)
	p.onPaper(samira, samira, "SC-0002", 0, "2026-11-23")
	doc, manifest := p.build("")
	if !slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool {
		return w.Code == "one_day" && slices.Equal(w.Args, []string{"23/11/2026"})
	}) {
		t.Errorf("no warning of one day: %+v", doc.Warnings)
	}
	file := p.drawn(clone(t, &doc)).attach(doc, manifest)
	if r := judge(t, file, verify.Options{Anchors: p.anchors(), Now: p.now}); r.Status != verify.Conform {
		t.Errorf("%s, %v", r.Status, all(r))
	}
}
