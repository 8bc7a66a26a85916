package plan

import (
	"fmt"
	"reflect"
	"strings"
)

// The marks of what is left to be filled in a plan that was begun for somebody, in the languages of the product.
const (
	toFillFR = "[à compléter"
	toFillEN = "[to be filled"
)

// toFill tells whether a text is, or holds, a mark of what is left to be filled.
func toFill(s string) bool {
	return strings.Contains(s, toFillFR) || strings.Contains(s, toFillEN)
}

// Blanks lists where a plan holds such a mark, as paths of the document, in the order of its keys.
func (p *Plan) Blanks() []string {
	var found []string
	blanks(reflect.ValueOf(p).Elem(), "", &found)
	return found
}

func blanks(v reflect.Value, path string, found *[]string) {
	switch v.Kind() {
	case reflect.String:
		if toFill(v.String()) {
			*found = append(*found, path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			blanks(v.Index(i), fmt.Sprintf("%s[%d]", path, i), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			switch sub := path + "." + name; {
			case option == "inline":
				blanks(v.Field(i), path, found)
			case name == "-":
			default:
				blanks(v.Field(i), strings.TrimPrefix(sub, "."), found)
			}
		}
	default:
	}
}
