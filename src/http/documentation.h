// The API as people and programs read it: /api/openapi.json and the page /api/docs, made from the table of
// routes. Call after all routes were added.
#pragma once

#include "http/router.h"

#include <string>

namespace medal::http {

/// Adds GET /api/openapi.json, /api/docs and /api/docs.css.
void add_documentation(Router& router, const ApiInfo& info);

/// A page without scripts and inline styles: operations by tag, their parameters, bodies, results, schemas.
std::string documentation_page(const Router& router, const ApiInfo& info);

}  // namespace medal::http
