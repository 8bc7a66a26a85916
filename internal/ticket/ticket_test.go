package ticket_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/delimited"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/ticket"
)

// sheet reads a table that is written as people see it.
func sheet(t testing.TB, text string) *ticket.Sheet {
	t.Helper()
	rows, err := delimited.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := ticket.Read(rows)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func options() ticket.Options {
	return ticket.Options{
		Tracker: "jira", Reason: "taken", Today: "2026-11-29",
		Address: func(ref string) (string, bool) {
			id, ok := strings.CutPrefix(ref, "jira:")
			return "https://t/" + id, ok
		},
		Knows: func(name string) bool { return name != "Inconnu" },
		Case:  func(said string) (string, bool) { return said, strings.HasPrefix(said, "SC-") },
	}
}

// texts gives each commitment as the text that it stands for.
func texts(c string) string { return c }

// held is an anomaly that was raised at 10, graded at 20, and assigned at 30.
func held(status recette.AnomalyStatus) state.Anomaly {
	return state.Anomaly{
		Anomaly: journal.Anomaly{
			Number: "ANO-0001", Severity: "major", Status: string(status), Case: "SC-1", Summary: "Total faux",
			Owner: "Nadia", Tracker: "jira:A-1", URL: "https://t/A-1",
		},
		Leaves: []int64{10, 20, 30},
		Changes: []state.AnomalyChange{
			{Field: "severity", From: "minor", To: "major", Seq: 20},
			{Field: "owner", From: "Paul", To: "Nadia", Seq: 30},
		},
	}
}

// What the default exports of four tools call their columns.
func TestRead_KnowsTheToolsByTheirColumns(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, tracker, reference, left string }{
		"jira": {
			"Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Reporter,Sprint,Sprint\n" +
				"Total faux,A-2,10002,Bug,To Do,A,High,Nadia,Paul,1,2\n",
			"jira", "jira:A-2", "Issue id,Issue Type,Project key,Reporter,Sprint",
		},
		"jira in French": {
			"Résumé;Clé de ticket;État;Priorité;Attribution;Date d’échéance\n" +
				"Total faux;A-2;En cours;Haute;Nadia;05/févr./2099\n",
			"jira", "jira:A-2", "",
		},
		"gitlab": {
			"Title,Description,Issue ID,URL,State,Author,Assignee,Due Date,Labels\n" +
				"Total faux,d,2,https://t/2,Open,Paul,Nadia,2099-02-05,bug\n",
			"gitlab", "jira:2", "Description,Author,Labels",
		},
		"redmine": {
			"#;Projet;Tracker;Statut;Priorité;Sujet;Auteur;Assigné à;Mis à jour;Echéance\n" +
				"2;P;Anomalie;Nouveau;Haut;Total faux;Paul;Nadia;05/02/2026 10:00;05/02/2099\n",
			"redmine", "jira:2", "Projet,Tracker,Auteur,Mis à jour",
		},
		"tuleap": {
			"aid,submitted_by,summary,severity,status,assigned_to,due_date\n" +
				"2,paul,Total faux,3 - Major impact,New,nadia,2099-02-05\n",
			"tuleap", "jira:2", "submitted_by",
		},
	} {
		s := sheet(t, name2bom(name)+tt.text)
		o := options()
		o.Severity = recette.Minor
		l := s.Against(nil, texts, o)[0]
		if s.Tracker != tt.tracker || strings.Join(s.Left, ",") != tt.left {
			t.Errorf("%s: tracker %q, left %q", name, s.Tracker, s.Left)
		}
		if l.Raise == nil || l.Raise.Link.Tracker != tt.reference || l.Raise.Summary != "Total faux" {
			t.Errorf("%s: %+v", name, l)
			continue
		}
		if name != "jira" && name != "gitlab" && l.Raise.Owner == "" || name != "jira" && l.Raise.Due != "2099-02-05" {
			t.Errorf("%s: owner %q, due %q", name, l.Raise.Owner, l.Raise.Due)
		}
	}
}

func name2bom(name string) string {
	if name == "jira in French" {
		return "\ufeff"
	}
	return ""
}

// What changed on one side is taken or kept, what changed on both is a conflict; nothing is closed nor set aside.
func TestAgainst(t *testing.T) {
	t.Parallel()
	const open, fixed, fixing = recette.AnomalyOpen, recette.AnomalyFixed, recette.AnomalyFixing
	for name, tt := range map[string]struct {
		header, row string
		status      recette.AnomalyStatus
		taken       int64
		want        string // status, then codes of notes, then acts
	}{
		"as it stands":         {"Key,Severity,Assignee", "A-1,major,nadia", open, 0, "same"},
		"empty says nothing":   {"Key,Severity,Assignee", "A-1,,", open, 0, "same"},
		"changed there":        {"Key,Priority", "A-1,High", open, 0, "record assign"},
		"changed here":         {"Key,Severity", "A-1,minor", open, 0, "left kept"},
		"changed on both":      {"Key,Severity", "A-1,blocking", open, 0, "conflict both"},
		"since the import":     {"Key,Severity", "A-1,blocking", open, 20, "record grade"},
		"both since":           {"Key,Assignee", "A-1,Zoé", open, 20, "conflict both"},
		"at the mark":          {"Anomalie;Gravité;Repère", "ANO-0001;bloquante;30", open, 0, "record grade"},
		"before the mark":      {"Anomalie;Gravité;Repère", "ANO-0001;bloquante;10", open, 0, "conflict both"},
		"a mark of another":    {"Anomalie;Repère", "ANO-0001;31", open, 0, "conflict bad-mark"},
		"closed there, open":   {"Key,Status", "A-1,Closed", open, 0, "left retest no-build"},
		"closed, with a build": {"Key,Status,Fix version/s", "A-1,Closed,101", open, 0, "record retest fix"},
		"done by another": {
			"Anomalie;État;Qui corrige;Version qui corrige;Repère", "ANO-0001;corrigée;Paul;101;20", open, 0,
			"left kept no-fixer",
		},
		"emptied, with a mark": {
			"Anomalie;Gravité;Qui corrige;Repère", "ANO-0001;;;30", open, 0, "left emptied emptied",
		},
		"set here, not emptied": {"Key,Priority,Repère", "A-1,,30", open, 0, "same"},
		"the page of today":     {"Key,URL", "A-1,https://t/-/work_items/A-1", open, 0, "left address"},
		"the page of another":   {"Key,URL", "A-1,https://t/BA-1", open, 0, "conflict other-address"},
		"abandoned there":       {"Key,Status,Resolution", "A-1,Done,Won't Do", open, 0, "left aside"},
		"twice there":           {"Clé,État,Résolution", "A-1,Terminé,Doublon", open, 0, "left aside"},
		"not seen there":        {"Key,Status,Resolution", "A-1,Closed,Cannot Reproduce", open, 0, "left aside"},
		"resolved in their way": {"Key,Status,Resolution", "A-1,Done,Parked", open, 0, "left bad-resolution"},
		"new, abandoned": {
			"Key,Summary,Severity,Status,Resolution", "A-9,x,major,Done,Abandonné", open, 0, "left aside-there",
		},
		"new, corrected by nobody": {
			"Résumé;Gravité;État;Version qui corrige", "x;majeure;corrigée;101", open, 0, "record no-fixer raise",
		},
		"new, to nobody known": {"Résumé;Gravité;Qui corrige", "x;majeure;Inconnu", open, 0, "record no-owner raise"},
		"new, corrected by nobody known": {
			"Résumé;Gravité;État;Version qui corrige;Qui corrige", "x;majeure;corrigée;101;Inconnu", open, 0,
			"record no-owner no-fixer raise",
		},
		"given to nobody known": {
			"Anomalie;Qui corrige;Repère", "ANO-0001;Inconnu;30", open, 0, "left no-owner",
		},
		"changed here, and nobody known there": {"Key,Assignee", "A-1,Inconnu", open, 0, "conflict both"},
		"given to nobody known, and graded": {
			"Anomalie;Qui corrige;Gravité;Repère", "ANO-0001;Inconnu;bloquante;30", open, 0, "record no-owner grade",
		},
		"new, corrected": {
			"Résumé;Gravité;État;Version qui corrige;Qui corrige", "x;majeure;corrigée;101;Zoé", open, 0,
			"record raise fix",
		},
		"new, in progress": {
			"Résumé;Gravité;État;Version cible", "x;majeure;en cours;102", open, 0,
			"record build-alone raise qualify",
		},
		"new, of another": {
			"Résumé;Gravité;Doublon de", "x;majeure;ANO-0001", open, 0, "record not-taken raise",
		},
		"under no title":       {"Résumé;Gravité;", "x;majeure;y", open, 0, "conflict cells"},
		"under two titles":     {"Résumé;Résumé;Gravité", "x;y;majeure", open, 0, "conflict two-cells"},
		"the same twice":       {"Résumé;Résumé;Gravité", "x;x;majeure", open, 0, "record raise"},
		"closed there, fixed":  {"Key,Status", "A-1,Closed", fixed, 0, "left retest"},
		"rejected there":       {"Key,Status", "A-1,Rejected", open, 0, "left aside"},
		"in progress there":    {"Key,Status", "A-1,In progress", open, 0, "record qualify"},
		"its own status":       {"Key,Status", "A-1,Triage", open, 0, "left bad-status"},
		"reopened there":       {"Key,Status", "A-1,Reopened", fixed, 0, "record reopen"},
		"still open there":     {"Key,Status", "A-1,Open", fixing, 0, "same"},
		"another summary":      {"Key,Summary", "A-1,Total exact", open, 0, "left stays"},
		"a target version":     {"Key,Milestone", "A-1,102", open, 0, "left build-alone"},
		"a day gone":           {"Key,Due date", "A-1,01/02/2026", open, 0, "left past"},
		"a month first":        {"Key,Due date", "A-1,12/31/2099", open, 0, "conflict bad-day"},
		"an unknown number":    {"Anomalie,Gravité", "ANO-0404,major", open, 0, "conflict unknown-number"},
		"another link":         {"Anomalie,Key", "ANO-0001,A-2", open, 0, "conflict two-links"},
		"an unknown case":      {"Résumé,Gravité,Scénario", "x,mineure,X", open, 0, "conflict unknown-case"},
		"new without severity": {"Résumé", "x", open, 0, "conflict no-severity"},
		"new without summary":  {"Key,Severity", "A-9,major", open, 0, "conflict no-summary"},
		"new, closed there":    {"Key,Summary,Severity,Status", "A-9,x,major,Closed", open, 0, "left closed-there"},
		"known by its words":   {"Résumé,Scénario", "total faux,SC-1", open, 0, "same"},
		"alike":                {"Résumé,Gravité", "Total faux partout,mineure", open, 0, "record alike raise"},
		"more cells":           {"Key,Severity", "A-1,major,x", open, 0, "conflict cells"},
		"other address":        {"Key,URL", "A-1,https://u/A-1", open, 0, "conflict other-address"},
	} {
		a := held(tt.status)
		a.TakenSeq = tt.taken
		l := sheet(t, tt.header+"\n"+tt.row+"\n").Against([]state.Anomaly{a}, texts, options())[0]
		got := []string{string(l.Status)}
		for _, n := range l.Notes {
			got = append(got, n.Code)
		}
		if l.Raise != nil {
			got = append(got, "raise")
		}
		for _, c := range l.Changes {
			got = append(got, string(c.Act))
			if c.Act == recette.AnomalyClose || c.Reason == "" || c.From == nil {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), tt.want)
		}
	}
}

func TestAgainst_SaysWhatIsSaidTwice(t *testing.T) {
	t.Parallel()
	s := sheet(t, "Anomalie,Key,Résumé,Gravité\nANO-0001,,,\n,A-1,,major\n,A-5,x,minor\n,A-5,y,minor\n")
	lines := s.Against([]state.Anomaly{held(recette.AnomalyOpen)}, texts, options())
	for i, want := range []ticket.Status{"same", ticket.Conflict, "record", ticket.Conflict} {
		if lines[i].Status != want {
			t.Errorf("row %d: %+v", i, lines[i])
		}
	}
}

// Whoever takes a table in corrected nothing: the one whom the row, or the campaign, names did.
func TestAgainst_SaysWhoCorrected(t *testing.T) {
	t.Parallel()
	const mark = ";Repère\n"
	for name, tt := range map[string]struct{ text, by, want string }{
		"the row":      {"Anomalie;État;Version cible;Qui corrige\nANO-0001;corrigée;101;nadia", "Zoé", "nadia"},
		"the campaign": {"Anomalie;État;Version cible\nANO-0001;corrigée;101", "Zoé", "Nadia"},
		"emptied":      {"Anomalie;État;Version cible;Qui corrige" + mark + "ANO-0001;corrigée;101;;30", "", "Nadia"},
		"a new one":    {"Résumé;Gravité;État;Version cible;Qui corrige\nx;mineure;corrigée;101;Paul", "Zoé", "Paul"},
		"the option":   {"Résumé;Gravité;État;Version cible\nx;mineure;corrigée;101", "Zoé", "Zoé"},
		"two of them": {
			"Anomalie;État;Version cible;Qui corrige" + mark + "ANO-0001;corrigée;101;Paul;20", "Zoé", "Zoé",
		},
	} {
		o := options()
		o.FixedBy = tt.by
		l := sheet(t, tt.text+"\n").Against([]state.Anomaly{held(recette.AnomalyOpen)}, texts, o)[0]
		got := ""
		for _, c := range l.Changes {
			got += c.FixedBy
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q: %+v", name, got, tt.want, l)
		}
	}
}

// A table that is taken in again and again raises nothing more: twin rows are said, not guessed.
func TestAgainst_RaisesATwinOnce(t *testing.T) {
	t.Parallel()
	s := sheet(t, "Résumé,Gravité\nPage blanche,minor\nPage  Blanche,minor\n")
	lines := s.Against(nil, texts, options())
	if lines[0].Raise == nil || lines[1].Status != ticket.Conflict || lines[1].Notes[0].Code != "twice" {
		t.Errorf("first time: %+v", lines)
	}
	twins := []state.Anomaly{held(recette.AnomalyOpen), held(recette.AnomalyOpen)}
	for i, n := range []string{"ANO-0001", "ANO-0002"} {
		twins[i].Number, twins[i].Summary, twins[i].Case, twins[i].Tracker = n, "Page blanche", "", ""
	}
	for i, l := range s.Against(twins, texts, options()) {
		if l.Status != ticket.Conflict || l.Notes[0].Code != "several-alike" {
			t.Errorf("row %d beside twins: %+v", i, l)
		}
	}
	s = sheet(t, "Key,Résumé,Gravité\nA-8,Page blanche,minor\nA-9,Page blanche,minor\n,Page blanche,minor\n")
	for i, want := range []ticket.Status{"record", "record", ticket.Conflict} {
		if l := s.Against(nil, texts, options())[i]; l.Status != want {
			t.Errorf("followed outside, row %d: %+v", i, l)
		}
	}
}

// What a dry run shows of a new row is all that would be recorded of it.
func TestAgainst_ShowsAllOfANewRow(t *testing.T) {
	t.Parallel()
	s := sheet(t, "Key;Résumé;Gravité;Priorité;Scénario;Pas;Qui corrige;Échéance;Contournement;État;Version cible\n"+
		"A-9;x;majeure;haute;SC-1;2;Zoé;01/02/2099;relancer;corrigée;101\n")
	got := map[string]string{}
	for _, set := range s.Against(nil, texts, options())[0].Sets {
		got[set.Field] = set.To
	}
	want := map[string]string{
		"summary": "x", "reference": "jira:A-9", "severity": "major", "priority": "high", "case": "SC-1", "step": "2",
		"owner": "Zoé", "due": "2099-02-01", "workaround": "relancer", "status": "fixed", "build": "101",
		"fixed_by": "Zoé",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

// Every severity, priority and status that the product words comes back from its own table, in both languages.
func TestWrite_IsReadAgain(t *testing.T) {
	t.Parallel()
	for _, lang := range []i18n.Lang{"fr", "en"} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var all []state.Anomaly
		for _, s := range recette.AnomalyStatuses() {
			for i, sev := range recette.Severities() {
				a := held(s)
				a.Number = "ANO-" + string(rune('A'+len(all)))
				a.Severity, a.Priority = string(sev), string(recette.Priorities()[i])
				a.Summary, a.Due, a.Tracker = "=1;\"2\"\nx", "2099-01-02", ""
				all = append(all, a)
			}
		}
		var out bytes.Buffer
		if err := ticket.Write(&out, delimited.Comma(string(lang)), words, all, texts); err != nil {
			t.Fatal(err)
		}
		s := sheet(t, out.String())
		if len(s.Left) > 0 {
			t.Errorf("%s: own columns are not taken: %q", lang, s.Left)
		}
		for i, l := range s.Against(all, texts, options()) {
			if l.Status != "same" {
				t.Errorf("%s: %s, %s: %+v", lang, all[i].Status, all[i].Severity, l)
			}
		}
	}
}

func FuzzAgainst(f *testing.F) {
	f.Add("Summary,Issue key,Status,Assignee,Due date\nx,A-1,Closed,Nadia,05/Feb/2099\n")
	f.Add("N° d’anomalie;Gravité;Repère;Pas\nANO-0001;bloquante;30;2\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := delimited.Read([]byte(text))
		if err != nil {
			return
		}
		s, err := ticket.Read(rows)
		if err != nil {
			return
		}
		lines := s.Against([]state.Anomaly{held(recette.AnomalyFixed)}, texts, options())
		if len(lines) != len(s.Rows) || len(lines) != len(rows)-1 {
			t.Fatalf("%d rows, %d lines", len(rows)-1, len(lines))
		}
		for _, l := range lines {
			closes := slices.ContainsFunc(l.Changes, func(c gap.Change) bool { return c.Act == recette.AnomalyClose })
			if closes || l.Status == ticket.Conflict && (l.Raise != nil || len(l.Changes) > 0 || len(l.Notes) == 0) {
				t.Errorf("%+v", l)
			}
		}
	})
}
