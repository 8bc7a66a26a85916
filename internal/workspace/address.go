package workspace

import (
	"net/url"
	"strings"
)

// ShownAddress gives an address without what stands before its @: a campaign freezes it and every PV prints it.
func ShownAddress(address string) string {
	_, shown := partAddress(address)
	return shown
}

// partAddress parts an address from the name and password in it. An address that cannot be read, because its password
// holds a slash, say, is parted at its last @: better too much than too little.
func partAddress(address string) (info, rest string) {
	start := strings.Index(address, "//")
	if start < 0 {
		return "", address
	}
	start += len("//")
	end := len(address)
	if u, err := url.Parse(address); err == nil {
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
