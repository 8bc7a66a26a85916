package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed static
var files embed.FS

// assetPath is where style and script are, below the digest of all of them, since one imports another: what is there
// never changes.
const assetPath = "/fichiers/"

// The service worker has an address of its own, which never changes: browsers look there for another one.
const (
	workerPath = "/sw.js"
	workerName = "sw.js"
)

// assets are the style and the script, as they are sent.
type assets struct {
	paths map[string]string // by name
	all   map[string]asset  // by path
	sw    []byte            // the service worker
}

type asset struct {
	kind         string
	plain, short []byte // short is the same, compressed
}

func newAssets() (*assets, error) {
	a := &assets{paths: map[string]string{}, all: map[string]asset{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		return nil, fmt.Errorf("list the files of the pages: %w", err)
	}
	contents, sum := map[string][]byte{}, sha256.New()
	for _, e := range entries {
		content, err := fs.ReadFile(files, "static/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("read a file of the pages: %w", err)
		}
		contents[e.Name()] = content
		fmt.Fprintf(sum, "%s %d\n%s", e.Name(), len(content), content)
	}
	at := assetPath + hex.EncodeToString(sum.Sum(nil)[:8]) + "/"
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
	for name, content := range contents {
		if name == workerName {
			continue
		}
		var short bytes.Buffer
		z := gzip.NewWriter(&short)
		if _, err := z.Write(content); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		a.paths[name] = at + name
		a.all[at+name] = asset{kind: kinds[path.Ext(name)], plain: content, short: short.Bytes()}
	}
	shell, err := json.Marshal(slices.Sorted(maps.Values(a.paths)))
	if err != nil {
		return nil, err
	}
	a.sw = append([]byte("const shell = "+string(shell)+";\n"), contents[workerName]...)
	return a, nil
}

// worker gives the service worker, with what a device keeps of this version: browsers ask whether it changed.
func (a *assets) worker(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, workerPath, time.Time{}, bytes.NewReader(a.sw))
}

// ServeHTTP gives a file, as short as the browser can read it.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.all[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = f.short
	}
	http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(content))
}
