package format

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/editorconfig/editorconfig-core-go/v2"
)

// ErrEditorConfig says that a .editorconfig cannot be read.
var ErrEditorConfig = errors.New("malformed .editorconfig")

// Finder knows what .editorconfig files say of feature files: indent_size and end_of_line; other keys, and sizes that
// are not 2 or 4, are the business of others. It reads each file once, and is safe for concurrent use.
type Finder struct {
	read func(name string) ([]byte, error)

	mu      sync.Mutex
	configs map[string]*editorconfig.Editorconfig // by folder; nil where there is none
	matcher *editorconfig.CachedParser
}

// NewFinder makes a finder over files that read gives by slash-separated name. A name that read answers with
// fs.ErrNotExist or fs.ErrPermission is a file that is not there.
func NewFinder(read func(name string) ([]byte, error)) *Finder {
	return &Finder{
		read: read, configs: map[string]*editorconfig.Editorconfig{}, matcher: editorconfig.NewCachedParser(),
	}
}

// Layout gives the indentation and the line end that the .editorconfig files above a file want, 0 and "" for what they
// do not say. The nearest file wins, then the last of its sections. It returns ErrEditorConfig for a malformed file.
func (f *Finder) Layout(name string) (indent int, eol string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	size, end := "", ""
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		c, err := f.config(dir)
		if err != nil {
			return 0, "", err
		}
		if c != nil {
			if err := f.ask(c, strings.TrimPrefix(name, dir), &size, &end); err != nil {
				return 0, "", err
			}
			if c.Root {
				break
			}
		}
		if dir == path.Dir(dir) {
			break
		}
	}
	switch size {
	case "2":
		indent = 2
	case "4":
		indent = 4
	}
	if end == lf || end == crlf {
		eol = end
	}
	return indent, eol, nil
}

// ask takes from a file what nearer ones have not said.
func (f *Finder) ask(c *editorconfig.Editorconfig, name string, size, end *string) error {
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	for _, d := range slices.Backward(c.Definitions) {
		if (d.IndentSize == "" || *size != "") && (d.EndOfLine == "" || *end != "") {
			continue
		}
		ok, err := f.matcher.FnmatchCase(rooted(d.Selector), name)
		if err != nil {
			return fmt.Errorf("%w: [%s]: %w", ErrEditorConfig, d.Selector, err)
		}
		if !ok {
			continue
		}
		if *size == "" {
			if *size = d.IndentSize; *size == editorconfig.IndentStyleTab {
				*size = d.Raw["tab_width"]
			}
		}
		if *end == "" {
			*end = d.EndOfLine
		}
	}
	return nil
}

// rooted makes a selector one of whole paths: without a slash it selects at any depth.
func rooted(selector string) string {
	switch {
	case strings.HasPrefix(selector, "/"):
		return selector
	case strings.Contains(selector, "/"):
		return "/" + selector
	}
	return "/**/" + selector
}

// config reads the .editorconfig of a folder.
func (f *Finder) config(dir string) (*editorconfig.Editorconfig, error) {
	if c, known := f.configs[dir]; known {
		return c, nil
	}
	name := path.Join(dir, editorconfig.ConfigNameDefault)
	data, err := f.read(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		f.configs[dir] = nil
		return nil, nil //nolint:nilnil // no file is no configuration
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	// a bad value of a key that is not ours is no fault here
	c, _, err := editorconfig.ParseGraceful(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrEditorConfig, name, err)
	}
	f.configs[dir] = c
	return c, nil
}
