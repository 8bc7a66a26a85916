package workspace

import (
	"net/url"
	"regexp"
	"strings"
)

// ShownAddress gives an address without what stands before its @: a campaign freezes it and every PV prints it.
func ShownAddress(address string) string {
	_, shown := partAddress(address)
	return shown
}

// scheme is what may stand before a name and password, however many of its slashes are there.
var scheme = regexp.MustCompile(`^\s*(?i:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?//)`)

// partAddress parts an address from the name and password in it. What cannot be read as the address of a host, because
// its password holds a slash or its // was forgotten, say, is parted at its last @: better too much than too little.
func partAddress(address string) (info, rest string) {
	start, end := len(scheme.FindString(address)), len(address)
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		if u.User == nil {
			return "", address
		}
		if n := strings.IndexAny(address[start:], "/?#"); n >= 0 {
			end = start + n
		}
	}
	at := strings.LastIndex(address[start:end], "@")
	if at < 0 {
		return "", address
	}
	return address[start : start+at], address[:start] + address[start+at+1:]
}
