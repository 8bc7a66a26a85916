package project

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"recette/internal/yamldoc"
)

// badTracker says that the address of a tracker is no http address in which {id} stands once.
const badTracker yamldoc.Code = "bad_tracker"

// trackedID is how a tracker numbers what it follows; trackerName how a project names a tracker.
var (
	trackedID   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	trackerName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
)

const placeholder = "{id}"

// checkTrackers refuses a tracker whose address cannot be made, or holds a password.
func (c *Config) checkTrackers(doc *yamldoc.Doc) {
	for name, pattern := range c.Trackers {
		u, err := url.Parse(strings.Replace(pattern, placeholder, "1", 1))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil ||
			strings.Count(pattern, placeholder) != 1 || !trackerName.MatchString(name) {
			doc.Report("trackers."+name, badTracker, "", name)
		}
	}
}

// TrackerNames lists the trackers, in order.
func (c *Config) TrackerNames() []string {
	names := make([]string, 0, len(c.Trackers))
	for name := range c.Trackers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Tracked gives the address of what a tracker follows, "jira:CRM-12"; false when the project has no such tracker, or
// when it numbers nothing so.
func (c *Config) Tracked(reference string) (string, bool) {
	name, id, _ := strings.Cut(reference, ":")
	pattern, ok := c.Trackers[name]
	if !ok || !trackedID.MatchString(id) {
		return "", false
	}
	return strings.Replace(pattern, placeholder, id, 1), true
}
