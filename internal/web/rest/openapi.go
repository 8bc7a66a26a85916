package rest

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"recette/internal/i18n"
)

// describe writes what the API is, in each language, and notes what each operation takes.
func (s *Server) describe(made huma.API) error {
	o := made.OpenAPI()
	for _, theirs := range []reflect.Type{reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[huma.ErrorDetail]()} {
		delete(o.Components.Schemas.Map(), nameOf(theirs, ""))
	}
	problem := o.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	for _, item := range o.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			s.fields[op.OperationID] = placesOf(op, o.Components.Schemas)
			delete(op.Responses, "default")
			op.Responses["default"] = &huma.Response{
				Description: "api.problem",
				Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
			}
			for _, r := range op.Responses {
				if !strings.HasPrefix(r.Description, "api.") {
					r.Description = "api.done"
				}
			}
		}
	}
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	s.documents = map[i18n.Lang][]byte{}
	for lang, words := range s.Words {
		var doc any
		if err := json.Unmarshal(text, &doc); err != nil {
			return err
		}
		wordAll(doc, words)
		if s.documents[lang], err = json.Marshal(doc); err != nil {
			return err
		}
	}
	return nil
}

// placesOf lists the places of a request that the description names.
func placesOf(op *huma.Operation, schemas huma.Registry) map[string]bool {
	places := map[string]bool{}
	for _, p := range op.Parameters {
		places[p.In+"."+p.Name] = true
	}
	if op.RequestBody == nil {
		return places
	}
	for _, m := range op.RequestBody.Content {
		schema := m.Schema
		if schema != nil && schema.Ref != "" {
			schema = schemas.SchemaFromRef(schema.Ref)
		}
		if schema == nil {
			continue
		}
		for name := range schema.Properties {
			places["body."+name] = true
		}
	}
	return places
}

// wordAll puts texts in the place of their keys.
func wordAll(doc any, words *i18n.Printer) {
	switch v := doc.(type) {
	case []any:
		for _, x := range v {
			wordAll(x, words)
		}
	case map[string]any:
		for name, x := range v {
			key, ok := x.(string)
			if ok && (name == "description" || name == "summary") && strings.HasPrefix(key, "api.") {
				v[name] = words.T(key)
				continue
			}
			wordAll(x, words)
		}
	}
}

// openapi says what the API is.
func (s *Server) openapi(ctx context.Context, _ *nothing) (*sent, error) {
	return &sent{Kind: "application/json", Body: s.documents[askedOf(ctx).words.Lang()]}, nil
}
