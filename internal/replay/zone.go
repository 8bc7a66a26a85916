package replay

import (
	"errors"
	"fmt"
	"time"
)

// errZone says that the time zone of a PV is none that this program knows.
var errZone = errors.New("unknown time zone")

// offsetLayout writes a zone that has no name: « +01:00 ».
const offsetLayout = "-07:00"

// Zone names a time zone so that anybody prints the same times: its name in the IANA list, or, for one that only this
// machine knows, its offset at an instant.
func Zone(l *time.Location, at time.Time) string {
	if name := l.String(); named(name) {
		return name
	}
	return at.In(l).Format(offsetLayout)
}

// named tells whether a name is that of a zone everywhere.
func named(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// location reads what Zone writes. A PV that names no zone is one of before: its times are in UTC.
func location(zone string) (*time.Location, error) {
	if zone == "" {
		return time.UTC, nil
	}
	if at, err := time.Parse(offsetLayout, zone); err == nil {
		_, seconds := at.Zone()
		return time.FixedZone("", seconds), nil
	}
	l, err := time.LoadLocation(zone)
	if err != nil || !named(zone) {
		return nil, fmt.Errorf("%w: %q", errZone, zone)
	}
	return l, nil
}
