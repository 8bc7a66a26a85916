package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
)

// description is what the API says that it is.
type description map[string]any

// at gives what stands at a path of a description; nil when nothing does.
func (d description) at(path ...string) any {
	var v any = map[string]any(d)
	for _, name := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

// unlike tells where a value is not as a schema says; nothing when it is. It knows what the description uses, and
// refuses the rest.
func (d description) unlike(schema, value any, at string) string {
	s, ok := schema.(map[string]any)
	if !ok {
		return at + ": no schema"
	}
	if ref, ok := s["$ref"].(string); ok {
		return d.unlike(d.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), value, at)
	}
	for word := range s {
		if !slices.Contains([]string{
			"type", "properties", "required", "additionalProperties", "items", "enum", "description", "format",
			"minimum", "maximum", "maxLength", "minLength", "pattern", "default", "contentEncoding", "examples",
		}, word) {
			return at + ": the test does not know " + word
		}
	}
	if of, ok := s["enum"].([]any); ok && !slices.Contains(of, value) {
		return fmt.Sprintf("%s: %v is none of %v", at, value, of)
	}
	if !slices.Contains(kinds(s["type"]), kind(value)) &&
		(kind(value) != "integer" || !slices.Contains(kinds(s["type"]), "number")) {
		return fmt.Sprintf("%s: %s where %v is said", at, kind(value), s["type"])
	}
	switch v := value.(type) {
	case []any:
		for i, x := range v {
			if bad := d.unlike(s["items"], x, fmt.Sprintf("%s[%d]", at, i)); bad != "" {
				return bad
			}
		}
	case map[string]any:
		return d.unlikeObject(s, v, at)
	}
	return ""
}

func (d description) unlikeObject(s, v map[string]any, at string) string {
	properties, _ := s["properties"].(map[string]any)
	if required, ok := s["required"].([]any); ok {
		for _, name := range required {
			if _, there := v[name.(string)]; !there {
				return fmt.Sprintf("%s: no %s", at, name)
			}
		}
	}
	for name, x := range v {
		of, known := properties[name]
		if !known {
			if s["additionalProperties"] == false {
				return fmt.Sprintf("%s: %s is not said", at, name)
			}
			continue
		}
		if bad := d.unlike(of, x, at+"."+name); bad != "" {
			return bad
		}
	}
	return ""
}

func kinds(said any) (all []string) {
	switch v := said.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			all = append(all, x.(string))
		}
	}
	return all
}

func kind(v any) string {
	switch n := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if n == math.Trunc(n) {
			return "integer"
		}
		return "number"
	}
	return "object"
}

// decoded reads JSON; nil of what is none.
func decoded(body []byte) (v any) {
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	return v
}
