#include "http/documentation.h"

#include "http/conditional.h"

#include <map>
#include <memory>
#include <set>

#include <boost/json.hpp>

namespace medal::http {
namespace {

namespace json = boost::json;

constexpr std::string_view kStyle =
    R"(:root{color-scheme:light dark;--line:#8885;--soft:#8881;--accent:#0a6b74}
@media (prefers-color-scheme:dark){:root{--accent:#5cc5cf}}
body{font:1rem/1.55 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1.5rem}
nav ul{columns:3 14rem;padding-left:1rem}a{color:var(--accent)}
h2{border-bottom:1px solid var(--line);margin-top:2.5rem}
details{border:1px solid var(--line);border-radius:.4rem;margin:.5rem 0;padding:.5rem .8rem}
summary{cursor:pointer}code,.method{font-family:ui-monospace,monospace;font-size:.93em}
.method{display:inline-block;min-width:4.5em;font-weight:700;color:var(--accent)}
table{border-collapse:collapse;width:100%;margin:.4rem 0}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.25rem .6rem .25rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += letter;
        }
    }
    return out;
}

std::string text_at(const json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::string reference(const std::string& pointer) {
    const auto name = escaped(pointer.substr(pointer.rfind('/') + 1));
    return "<a href=\"#schema-" + name + "\">" + name + "</a>";
}

std::string type_html(const json::value& schema);

std::string alternatives_html(const json::array& list, std::string_view between) {
    std::string html;
    for (const auto& entry : list) {
        if (!html.empty()) html += between;
        html += entry.is_object() ? type_html(entry) : "<code>" + escaped(json::serialize(entry)) + "</code>";
    }
    return html;
}

/// One line for a schema: a link, a base type, or a list of either.
std::string type_html(const json::value& schema) {
    if (!schema.is_object()) return "any";
    const auto& object = schema.get_object();
    if (const auto pointer = text_at(object, "$ref"); !pointer.empty()) return reference(pointer);
    if (const auto* choices = object.if_contains("enum"); choices != nullptr && choices->is_array()) {
        return "one of " + alternatives_html(choices->get_array(), ", ");
    }
    if (const auto* choices = object.if_contains("oneOf"); choices != nullptr && choices->is_array()) {
        return alternatives_html(choices->get_array(), " or ");
    }
    if (const auto* value = object.if_contains("const"))
        return "<code>" + escaped(json::serialize(*value)) + "</code>";
    if (const auto* items = object.if_contains("items")) return "list of " + type_html(*items);
    if (const auto* values = object.if_contains("additionalProperties");
        values != nullptr && values->is_object()) {
        return "map of " + type_html(*values);
    }
    auto type = escaped(text_at(object, "type"));
    const auto format = text_at(object, "format");
    if (!format.empty()) type += " (" + escaped(format) + ")";
    return type.empty() ? "any" : type;
}

std::string type_of_text(const std::string& schema_json) {
    boost::system::error_code error;
    const auto schema = json::parse(schema_json, error);
    return error ? "any" : type_html(schema);
}

std::string row(const std::string& name, const std::string& type, const std::string& note) {
    return "<tr><td><code>" + escaped(name) + "</code></td><td>" + type + "</td><td>" + note + "</td></tr>\n";
}

std::string schema_html(const std::string& name, const std::string& schema_json) {
    boost::system::error_code error;
    const auto schema = json::parse(schema_json, error);
    std::string html = "<h3 id=\"schema-" + escaped(name) + "\">" + escaped(name) + "</h3>\n";
    const auto* properties =
        error || !schema.is_object() ? nullptr : schema.get_object().if_contains("properties");
    if (properties == nullptr || !properties->is_object())
        return html + "<p>" + type_of_text(schema_json) + "</p>\n";
    std::set<std::string> required;
    if (const auto* list = schema.get_object().if_contains("required"); list != nullptr && list->is_array()) {
        for (const auto& entry : list->get_array()) required.insert(std::string{entry.as_string()});
    }
    html += "<table><thead><tr><th>Field</th><th>Type</th><th></th></tr></thead><tbody>\n";
    for (const auto& [key, value] : properties->get_object()) {
        const std::string field{key};
        html += row(field, type_html(value), required.contains(field) ? "" : "optional");
    }
    return html + "</tbody></table>\n";
}

std::string parameters_html(const Route& route) {
    std::string rows;
    for (const auto& name : parameter_names(route.pattern))
        rows += row(name, type_of_text(route.path_schema_json), "in the path");
    for (const auto& parameter : route.query) {
        const std::string need = parameter.required ? "query, required" : "query";
        rows += row(parameter.name, type_of_text(parameter.schema_json),
                    need + (parameter.description.empty() ? "" : ": " + escaped(parameter.description)));
    }
    if (rows.empty()) return {};
    return "<table><thead><tr><th>Parameter</th><th>Type</th><th></th></tr></thead><tbody>\n" + rows +
           "</tbody></table>\n";
}

std::string operation_html(const Route& route) {
    std::string html = "<details id=\"" + escaped(route.operation_id) +
                       "\"><summary><span class=\"method\">" + std::string{to_string(route.method)} +
                       "</span> <code>" + escaped(route.pattern) + "</code> " + escaped(route.summary) +
                       "</summary>\n";
    if (!route.description.empty()) html += "<p>" + escaped(route.description) + "</p>\n";
    html += "<p>Caller: ";
    html += route.caller == CallerClass::signed_in ? "signed in" : "anyone";
    if (!route.rights.empty()) html += "; " + escaped(route.rights);
    html += ".</p>\n" + parameters_html(route);
    if (!route.body_schema_json.empty()) {
        html += "<p>Body (<code>" + escaped(route.body_content_type) + "</code>, at most " +
                std::to_string(route.max_body_bytes) + " bytes): " + type_of_text(route.body_schema_json) +
                "</p>\n";
    }
    html += "<p>Answer: " + std::to_string(route.success_status);
    if (!route.result_schema_json.empty()) {
        html += " (<code>" + escaped(route.result_content_type) +
                "</code>): " + type_of_text(route.result_schema_json);
    }
    return html + "</p></details>\n";
}

Route text_route(std::string pattern, std::string content_type, std::string text) {
    Route route;
    route.operation_id = pattern == "/api/openapi.json" ? "openapi" : "api_docs";
    route.pattern = std::move(pattern);
    route.caller = CallerClass::unasked;
    route.runs_on = RunsOn::io_thread;
    route.is_internal = true;
    const auto tag = entity_tag(text);
    const auto shared = std::make_shared<const std::string>(std::move(text));
    route.handler = [content_type = std::move(content_type), tag, shared](Request&) {
        Response response;
        response.content_type = content_type;
        response.body = shared;
        response.with("ETag", tag).with("Cache-Control", "public, no-cache");
        return response;
    };
    return route;
}

}  // namespace

std::string documentation_page(const Router& router, const ApiInfo& info) {
    std::map<std::string, std::string> by_tag;
    for (const auto& route : router.routes()) {
        if (!route.is_internal) by_tag[route.tag.empty() ? "other" : route.tag] += operation_html(route);
    }
    const auto title = escaped(info.title + " API " + info.version);
    std::string html =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<title>" +
        title +
        "</title><link rel=\"stylesheet\" href=\"/api/docs.css\"></head>\n"
        "<body><h1>" +
        title + "</h1>\n<p>" + escaped(info.description) +
        "</p>\n<p>The same as a document for programs: <a href=\"/api/openapi.json\">openapi.json</a>. "
        "Every error is a problem document (RFC 9457).</p>\n<nav aria-label=\"Areas\"><ul>\n";
    for (const auto& [tag, operations] : by_tag) {
        html += "<li><a href=\"#tag-" + escaped(tag) + "\">" + escaped(tag) + "</a></li>\n";
    }
    html += "<li><a href=\"#schemas\">Schemas</a></li></ul></nav>\n<main>\n";
    for (const auto& [tag, operations] : by_tag) {
        html += "<h2 id=\"tag-" + escaped(tag) + "\">" + escaped(tag) + "</h2>\n" + operations;
    }
    html += "<h2 id=\"schemas\">Schemas</h2>\n";
    for (const auto& [name, schema] : info.components) html += schema_html(name, schema);
    return html + "</main></body></html>\n";
}

void add_documentation(Router& router, const ApiInfo& info) {
    auto document = router.openapi(info);
    auto page = documentation_page(router, info);
    router.add(text_route("/api/openapi.json", "application/json", std::move(document)));
    router.add(text_route("/api/docs", "text/html; charset=utf-8", std::move(page)));
    router.add(text_route("/api/docs.css", "text/css; charset=utf-8", std::string{kStyle}));
}

}  // namespace medal::http
