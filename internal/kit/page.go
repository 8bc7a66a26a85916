package kit

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"recette/internal/keymap"
	"recette/internal/recette"
)

//go:embed runner
var runner embed.FS

// Texts words what the kit says, in the language of whoever made it.
type Texts interface {
	T(key string, args ...any) string
	Keys() []string
}

// said begins the names of the texts of a kit.
const said = "kit.say."

// shared are texts of the product that a kit says as the pages do.
func shared() []string {
	var keys []string
	for _, v := range recette.Verdicts() {
		keys = append(keys, "verdict."+string(v))
	}
	for _, c := range recette.Causes() {
		keys = append(keys, "cause."+string(c))
	}
	for _, r := range []recette.Role{recette.PPO, recette.QA, recette.Referent, recette.Delivery} {
		keys = append(keys, "reports.role."+string(r))
	}
	return append(keys, "verdict.done")
}

// played is what the script reads.
type played struct {
	Kit
	Words  map[string]string `json:"words"`
	Keys   []key             `json:"keys"`
	Causes []recette.Cause   `json:"causes"`
}

// key is a key, with its label and what it does.
type key struct {
	Name  string `json:"name"`
	Key   string `json:"key"`
	Label string `json:"label"`
	Does  string `json:"does"`
	Off   bool   `json:"off"`
}

// absent are the keys of what a kit does not have.
func absent(name string) bool { return name == "search" }

// page is what the frame of the file is made of.
type page struct {
	Language string
	Title    string
	Policy   string
	Style    template.CSS
	Script   template.JS
	Data     template.JS
	Texts    Texts
}

// Say words a text of the frame.
func (p *page) Say(key string, args ...any) string { return p.Texts.T(said+key, args...) }

// Write writes the file. Nothing but its own style and script ever runs in it, and it asks nobody for anything: the
// policy that stands in it says so to the browser.
func (k *Kit) Write(w io.Writer, texts Texts) error {
	style, err := runner.ReadFile("runner/kit.css")
	if err != nil {
		return fmt.Errorf("read the style of kits: %w", err)
	}
	script, err := runner.ReadFile("runner/kit.js")
	if err != nil {
		return fmt.Errorf("read the script of kits: %w", err)
	}
	data, err := json.Marshal(k.played(texts)) // < > & and the line ends of scripts are escaped
	if err != nil {
		return fmt.Errorf("write the cases of a kit: %w", err)
	}
	frame, err := template.ParseFS(runner, "runner/kit.html")
	if err != nil {
		return fmt.Errorf("read the frame of kits: %w", err)
	}
	p := &page{
		Language: k.Head.Language, Title: k.Head.Title, Texts: texts,
		Policy: "default-src 'none'; script-src '" + hashed(script) + "'; style-src '" + hashed(style) +
			"'; img-src data:; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(style), //nolint:gosec // ours
		Script: template.JS(script), //nolint:gosec // ours
		Data:   template.JS(data),   //nolint:gosec // JSON in which nothing ends the element
	}
	if err := frame.Execute(w, p); err != nil {
		return fmt.Errorf("write a kit: %w", err)
	}
	return nil
}

func (k *Kit) played(texts Texts) *played {
	out := &played{Kit: *k, Words: map[string]string{}, Causes: recette.Causes()}
	for _, name := range texts.Keys() {
		if key, ours := strings.CutPrefix(name, said); ours {
			out.Words[key] = texts.T(name)
		}
	}
	for _, name := range shared() {
		out.Words[name] = texts.T(name)
	}
	for _, x := range keymap.All() {
		if absent(x.Name) {
			continue
		}
		label := x.Key
		switch x.Name {
		case "send", "list", "rest":
			label = texts.T("web.key." + x.Name + "-key")
		}
		out.Keys = append(out.Keys, key{
			Name: x.Name, Key: x.Key, Label: label, Does: texts.T("web.key." + x.Name), Off: x.Off,
		})
	}
	return out
}

// hashed names a text as a policy does.
func hashed(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
