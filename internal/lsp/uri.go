package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
	"unicode"
)

// filePath is the file that a URI names; false for what is no file: a text that was never saved.
func filePath(uri documentURI) (string, bool) {
	p, ok := slashPath(uri)
	return filepath.FromSlash(p), ok
}

// slashPath is filePath with slashes. A drive of Windows has no slash before it, a share two.
func slashPath(uri documentURI) (string, bool) {
	u, err := url.Parse(string(uri))
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	p := u.Path
	if len(p) > 2 && p[0] == '/' && p[2] == ':' && unicode.IsLetter(rune(p[1])) { // file:///C:/… and file:///c%3A/…
		p = strings.ToUpper(p[1:2]) + p[2:]
	}
	if u.Host != "" && !strings.EqualFold(u.Host, "localhost") {
		p = "//" + u.Host + p
	}
	return p, true
}

// fileURI names a file.
func fileURI(file string) documentURI {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	if share, ok := strings.CutPrefix(u.Path, "//"); ok {
		host, rest, _ := strings.Cut(share, "/")
		u.Host, u.Path = host, "/"+rest
	}
	if !strings.HasPrefix(u.Path, "/") {
		u.Path = "/" + u.Path
	}
	return documentURI(u.String())
}

// keyOf is the same for all the spellings of a URI: editors do not agree on what is to be percent-encoded.
func keyOf(uri documentURI) string {
	if p, ok := slashPath(uri); ok {
		return "file:" + p
	}
	if u, err := url.PathUnescape(string(uri)); err == nil {
		return u
	}
	return string(uri)
}

// below gives the path of a file in a folder, slash-separated: as both are written, else with links followed, as the
// editor may have opened either by a link.
func below(root, file string) (string, bool) {
	for _, try := range [][2]string{{root, file}, {resolved(root), resolved(file)}} {
		if rel, err := filepath.Rel(try[0], try[1]); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel), true
		}
	}
	return "", false
}

// resolved follows the links of a path. The end of it may not exist yet: a file that was never saved.
func resolved(p string) string {
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	dir := filepath.Dir(p)
	if dir == p {
		return p
	}
	return filepath.Join(resolved(dir), filepath.Base(p))
}
