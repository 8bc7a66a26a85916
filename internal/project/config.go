// Package project reads recette.yaml, the configuration of a project, and says where things lie in it. Reading is
// strict: whatever the configuration does not know is an error with its place. The package refuses environment
// variables and defaults that depend on the machine: the same file gives the same project everywhere.
package project

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/bounded"
	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/vocabulary"
	"recette/internal/yamldoc"
)

// Config is recette.yaml with its defaults filled in.
type Config struct {
	Name     string `yaml:"name"`
	Language string `yaml:"language"` // fr, en: of documents and of the command line; default fr
	// TimeZone is where days and hours are counted, by its IANA name, "Europe/Paris"; empty: where the machine is
	// (Zone).
	TimeZone     string                `yaml:"time_zone"`
	Features     []string              `yaml:"features"` // directories, relative to the project; default features
	Automation   []Automation          `yaml:"automation"`
	StepTimeout  time.Duration         `yaml:"step_timeout"` // of each automated step; default 60s
	Environments []Environment         `yaml:"environments"`
	Participants []Participant         `yaml:"participants"`
	Tags         vocabulary.Vocabulary `yaml:"tags"` // filled
	Limits       Limits                `yaml:"limits"`
	// stable ids of deleted scenarios, "SC-0042": never given again
	Retired  []string `yaml:"retired_ids"`
	Policies Policies `yaml:"policies"`
	// Trackers are where anomalies are followed outside: the address of each by name, with {id} in it.
	Trackers map[string]string `yaml:"trackers"`
	// Retention says how long personal data is kept; it erases nothing by itself.
	Retention Retention `yaml:"retention"`
	Serve     Serve     `yaml:"serve"` // where its pages are reached
	Lint      Lint      `yaml:"lint"`
	Format    Format    `yaml:"format"`
}

// Automation is one source of step definitions.
type Automation struct {
	Go          string        `yaml:"go"`           // Go package with InitializeScenario, "./steps"
	StepTimeout time.Duration `yaml:"step_timeout"` // overrides that of the project; 0 keeps it
	Env         []string      `yaml:"env"`          // environment variables that steps receive, whose values are secret
	PublicEnv   []string      `yaml:"public_env"`   // those whose values may be shown
}

// Environment is where the product is tested.
type Environment struct {
	Name  string `yaml:"name"`
	URL   string `yaml:"url"`
	Build string `yaml:"build"` // what is deployed there
	Notes string `yaml:"notes"`
}

// Participant may take part in campaigns.
type Participant struct {
	Name   string `yaml:"name"`
	Role   string `yaml:"role"` // ppo, po, qa, tester
	Entity string `yaml:"entity"`
	// Function is what they do in their entity.
	Function string `yaml:"function"`
	// Perimeter are the branches that the person is limited to, whatever the role; none: everywhere.
	Perimeter []string `yaml:"perimeter"`
}

// Limits bounds feature files, in bytes. 0 keeps the default of the reader.
type Limits struct {
	FileBytes int `yaml:"file_bytes"`
	LineBytes int `yaml:"line_bytes"`
	Steps     int `yaml:"steps"`         // of one file, once its examples are expanded
	AllBytes  int `yaml:"project_bytes"` // of all feature files together
}

// Policies are the rules that a project may harden.
type Policies struct {
	// Separation says what happens when the decision-maker recorded counted verdicts: block the decision, warn, or
	// trace it in the PV. Default block.
	Separation string `yaml:"separation_of_duties"`
	// Duties say as much of the other rules of the separation of duties. What a plan says goes before it.
	Duties []Duty `yaml:"duties"`
	// Approved says what happens when a campaign is opened on a plan that is still to be approved: block, warn, or
	// trace it in the PV. Default warn.
	Approved string `yaml:"approved_plan"`
}

// Duty is how strictly a rule of the separation of duties is kept.
type Duty struct {
	Rule   string `yaml:"rule"`
	Effect string `yaml:"effect"` // block, warn, trace
	Reason string `yaml:"reason"`
}

// Lint says how the features of the project are judged.
type Lint struct {
	Profile string `yaml:"profile"` // ca: acceptance criteria, strict; script: test scripts, lenient. Default ca
	// Rules changes rules by id: a severity, or a severity with options. The project does not know the rules; whoever
	// does reads it (lint.Settings).
	Rules    yamldoc.Value `yaml:"rules"`
	Baseline string        `yaml:"baseline"` // file of accepted findings, relative to the project; may not exist yet
}

// Format says how the features of the project are laid out.
type Format struct {
	Indent  int  `yaml:"indent"`  // spaces a level: 2 or 4; 0 asks .editorconfig, else the formatter's default
	Accents bool `yaml:"accents"` // also write the accents of keywords: Etant donné, Étant donné
}

// FileName is the name of the configuration; the directory that holds it is the root of the project.
const FileName = "recette.yaml"

// defaultStepTimeout is how long an automated step may take when the configuration does not say.
const defaultStepTimeout = 60 * time.Second

// What can be wrong with the values, beside the codes of yamldoc.
const (
	badLanguage yamldoc.Code = "bad_language"
	badZone     yamldoc.Code = "bad_zone" // not an IANA name
	badRole     yamldoc.Code = "bad_role"
	badPath     yamldoc.Code = "bad_path" // absolute, or out of the project
	badTag      yamldoc.Code = "bad_tag"
	badPolicy   yamldoc.Code = "bad_policy"
	firmRule    yamldoc.Code = "firm_rule" // that nobody softens
	badProfile  yamldoc.Code = "bad_profile"
	badIndent   yamldoc.Code = "bad_indent"
	badAddress  yamldoc.Code = "bad_address"  // with an @, and without the "scheme://" that tells what stands before it
	badVariable yamldoc.Code = "bad_variable" // not a name: empty, or with a value
	negative    yamldoc.Code = "negative"
	duplicate   yamldoc.Code = "duplicate"
)

// languages lists the languages of a project.
func languages() []string { return []string{"fr", "en"} }

// roles lists the roles of participants.
func roles() []string {
	return []string{
		"ppo", "po", "qa", "tester", "delivery", "referent", "ux", "leadtech", "supplier",
	}
}

// Profiles lists the profiles of lint.
func Profiles() []string { return []string{"ca", "script"} }

// Parse reads a configuration. file names it in problems. It returns a *yamldoc.Error with everything that is wrong.
func Parse(file string, data []byte) (Config, error) {
	var c Config
	doc := yamldoc.Decode(file, data, &c)
	if err := doc.Err(); err != nil {
		return Config{}, err
	}
	c.check(doc)
	if err := doc.Err(); err != nil {
		return Config{}, err
	}
	c.defaults()
	return c, nil
}

// Load reads the configuration of the project at root.
func Load(root string) (Config, error) {
	data, err := bounded.ReadFile(filepath.Join(root, FileName), bounded.Document)
	if err != nil {
		return Config{}, fmt.Errorf("read configuration: %w", err)
	}
	return Parse(FileName, data)
}

func (c *Config) check(doc *yamldoc.Doc) {
	if strings.TrimSpace(c.Name) == "" {
		doc.Report("name", yamldoc.Missing, "", "name")
	}
	oneOf(doc, "language", c.Language, badLanguage, languages())
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "Local" {
		doc.Report("time_zone", badZone, "", c.TimeZone)
	}
	for i, dir := range c.Features {
		inside(doc, fmt.Sprintf("features[%d]", i), dir)
	}
	for i, a := range c.Automation {
		at := fmt.Sprintf("automation[%d]", i)
		if a.Go == "" {
			doc.Report(at+".go", yamldoc.Missing, "", "go")
			continue
		}
		inside(doc, at+".go", a.Go)
	}
	c.checkVariables(doc)
	names := map[string]bool{}
	for i, e := range c.Environments {
		at := fmt.Sprintf("environments[%d].name", i)
		switch {
		case e.Name == "":
			doc.Report(at, yamldoc.Missing, "", "name")
		case names[e.Name]:
			doc.Report(at, duplicate, "", e.Name)
		}
		names[e.Name] = true
		if strings.Contains(e.URL, "@") && !hosted.MatchString(e.URL) {
			doc.Report(fmt.Sprintf("environments[%d].url", i), badAddress, "") // it may hold a password
		}
	}
	people := map[[2]string]bool{}
	for i, p := range c.Participants {
		at := fmt.Sprintf("participants[%d]", i)
		if strings.TrimSpace(p.Name) == "" {
			doc.Report(at+".name", yamldoc.Missing, "", "name")
		}
		if p.Role == "" {
			doc.Report(at+".role", yamldoc.Missing, "", "role")
		}
		oneOf(doc, at+".role", p.Role, badRole, roles())
		key := [2]string{p.Name, p.Role}
		if people[key] {
			doc.Report(at, duplicate, "", p.Name)
		}
		people[key] = true
	}
	c.Tags.Each(func(key, tag string) {
		if tag != "" && (len(tag) < 2 || tag[0] != '@' || strings.ContainsAny(tag, " \t")) {
			doc.Report("tags."+key, badTag, "", tag)
		}
	})
	if c.Limits.FileBytes < 0 {
		doc.Report("limits.file_bytes", negative, "")
	}
	if c.Limits.LineBytes < 0 {
		doc.Report("limits.line_bytes", negative, "")
	}
	c.checkTrackers(doc)
	c.checkRetention(doc)
	c.checkServe(doc)
	oneOf(doc, "policies.separation_of_duties", c.Policies.Separation, badPolicy, recette.Strictnesses())
	oneOf(doc, "policies.approved_plan", c.Policies.Approved, badPolicy, recette.Strictnesses())
	c.checkDuties(doc)
	oneOf(doc, "lint.profile", c.Lint.Profile, badProfile, Profiles())
	if c.Lint.Baseline != "" {
		inside(doc, "lint.baseline", c.Lint.Baseline)
	}
	if n := c.Format.Indent; n != 0 && n != 2 && n != 4 {
		doc.Report("format.indent", badIndent, "", strconv.Itoa(n))
	}
}

// hosted is how an address begins that has a place for a name and a password.
var hosted = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://[^/\\?#]`)

// checkVariables refuses a variable that is said to be secret and public: nobody could tell which was meant.
func (c *Config) checkVariables(doc *yamldoc.Doc) {
	hidden := map[string]bool{}
	for i, a := range c.Automation {
		for j, name := range a.Env {
			hidden[name] = true
			variable(doc, fmt.Sprintf("automation[%d].env[%d]", i, j), name)
		}
	}
	for i, a := range c.Automation {
		for j, name := range a.PublicEnv {
			at := fmt.Sprintf("automation[%d].public_env[%d]", i, j)
			variable(doc, at, name)
			if hidden[name] {
				doc.Report(at, duplicate, "", name)
			}
		}
	}
}

// variable refuses what names no variable: a value would be written down where only names belong.
func variable(doc *yamldoc.Doc, at, name string) {
	if name == "" || strings.ContainsAny(name, "= \t\n") {
		doc.Report(at, badVariable, "", strings.TrimSpace(strings.SplitN(name, "=", 2)[0]))
	}
}

func oneOf(doc *yamldoc.Doc, path, value string, code yamldoc.Code, known []string) {
	if value != "" && !slices.Contains(known, value) {
		doc.Report(path, code, meant.Nearest(value, known), value, strings.Join(known, ", "))
	}
}

// inside refuses a path that leaves the project: what is tested is what the project holds.
func inside(doc *yamldoc.Doc, at, dir string) {
	clean := path.Clean(strings.ReplaceAll(dir, `\`, "/"))
	if dir == "" || path.IsAbs(clean) || filepath.IsAbs(dir) || clean == ".." || strings.HasPrefix(clean, "../") {
		doc.Report(at, badPath, "", dir)
	}
}

func (c *Config) defaults() {
	if c.Language == "" {
		c.Language = "fr"
	}
	if len(c.Features) == 0 {
		c.Features = []string{"features"}
	}
	if c.StepTimeout == 0 {
		c.StepTimeout = defaultStepTimeout
	}
	c.Tags = c.Tags.Filled()
	if c.Lint.Profile == "" {
		c.Lint.Profile = "ca"
	}
}

// Environment gives the environment of that name, or nil.
func (c *Config) Environment(name string) *Environment {
	for i := range c.Environments {
		if c.Environments[i].Name == name {
			return &c.Environments[i]
		}
	}
	return nil
}

// Zone is the time zone that days and hours of the project are counted in: that of the configuration, else the
// machine's, which the caller gives.
func (c *Config) Zone(machine *time.Location) *time.Location {
	if c.TimeZone == "" {
		return machine
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil { // Parse refused it
		return machine
	}
	return zone
}

// Deployed gives what the configuration says is deployed, by environment.
func (c *Config) Deployed() map[string]string {
	builds := map[string]string{}
	for _, e := range c.Environments {
		if e.Build != "" {
			builds[e.Name] = e.Build
		}
	}
	return builds
}
