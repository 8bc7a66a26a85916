// Package agenda holds the sessions of a campaign as documents: who is asked to come, when, where, to play what, with
// which data, and the list that those present sign. It is a plain, versioned model with pure producers: PDF, HTML,
// JSON, and a calendar. It refuses clocks, files and whatever is internal.
package agenda

import (
	"time"

	"recette/reports"
)

// Schema names the version of the model.
const Schema = "recette/agenda/1"

// Agenda is the sessions of a campaign. Dates are YYYY-MM-DD, times HH:MM, in the time zone of the project.
type Agenda struct {
	Schema   string    `json:"schema"`
	Language string    `json:"language"` // fr, en
	Project  string    `json:"project"`
	Campaign string    `json:"campaign"`
	Title    string    `json:"title"`
	Producer string    `json:"producer"`
	IssuedAt time.Time `json:"issued_at"`
	Zone     string    `json:"time_zone"` // IANA name; empty: UTC

	Delivery    string `json:"delivery"`
	Build       string `json:"build"`
	Environment string `json:"environment"`
	URL         string `json:"url,omitempty"` // of the environment

	Sessions  []Session `json:"sessions"`  // by date; those without one come last
	Unplanned int       `json:"unplanned"` // rows that people have to play and no session plays
	Accounts  []Account `json:"accounts"`
	// RoleNames are what the project called the roles of the accounts when the plan was frozen, those that it names.
	RoleNames []reports.Name `json:"role_names,omitempty"`
	Reference Reference      `json:"reference"`
}

// Session is a session: the convocation of those who are asked to it.
type Session struct {
	Code    string `json:"code"`
	Title   string `json:"title,omitempty"`
	Date    string `json:"date,omitempty"`
	Start   string `json:"start,omitempty"`
	End     string `json:"end,omitempty"` // when it has a start
	Minutes int    `json:"minutes"`
	// Iteration is that of the plan on whose days the session is, Build what is installed then: what the plan expects
	// of an iteration that did not begin yet. Both are empty when the plan says no iteration of that day.
	Iteration string     `json:"iteration,omitempty"`
	Build     string     `json:"build,omitempty"`
	Place     string     `json:"place,omitempty"`
	Entity    string     `json:"entity,omitempty"`
	Animator  string     `json:"animator,omitempty"`
	From      string     `json:"animator_entity,omitempty"` // of whoever conducts it
	Testers   []Person   `json:"testers"`
	Journeys  []string   `json:"journeys"`
	Rows      []Row      `json:"rows"`      // that people play, in order
	Machine   int        `json:"automated"` // rows that a machine plays
	Left      int        `json:"left"`      // of Rows, those that are still to be played
	Each      int        `json:"minutes_per_case"`
	Holds     int        `json:"holds"` // cases that it can hold
	DataSets  []DataSet  `json:"data_sets"`
	Held      []string   `json:"held"` // numbers under which it was held
	Present   []Presence `json:"present"`
}

// Person is somebody who is asked to come.
type Person struct {
	Name   string `json:"name"`
	Role   string `json:"role,omitempty"`
	Entity string `json:"entity,omitempty"`
}

// Row is a row to be played.
type Row struct {
	Case     string   `json:"case"`
	Name     string   `json:"name"`
	Antenne  string   `json:"antenne,omitempty"`
	Assigned string   `json:"assigned,omitempty"`
	DataSets []string `json:"data_sets"`
	Done     bool     `json:"done"` // its result holds
}

// DataSet is a data set to be loaded.
type DataSet struct {
	Code  string `json:"code"`
	Label string `json:"label,omitempty"`
}

// Account is an account to log in with, without its password.
type Account struct {
	Role   string `json:"role"`
	Login  string `json:"login"`
	Entity string `json:"entity,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Presence is somebody who was there.
type Presence struct {
	Name   string     `json:"name"`
	Entity string     `json:"entity,omitempty"`
	From   *time.Time `json:"from,omitempty"`
	To     *time.Time `json:"to,omitempty"`
}

// Reference is what the agenda was made from.
type Reference struct {
	Commit     string `json:"commit,omitempty"`
	Manifest   string `json:"manifest"`   // sha256 of the frozen plan
	Checkpoint int64  `json:"checkpoint"` // leaves that the last signed head covers; 0: none is signed
	Root       string `json:"root,omitempty"`
}
