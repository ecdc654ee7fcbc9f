// The OpenAPI 3.1 document of a table of routes (https://spec.openapis.org/oas/v3.1.0), written in the order
// of the table, so that the same table gives the same bytes.
#include "base/json_write.h"
#include "http/router.h"

#include <map>

namespace medal::http {
namespace {

/// Writes one JSON object member by member.
class Object {
  public:
    Object& text(std::string_view name, std::string_view value) {
        return json(name, base::to_json(std::string{value}));
    }
    Object& json(std::string_view name, std::string_view value) {
        if (body_.size() > 1) body_ += ',';
        base::write_json_string(body_, name);
        body_ += ':';
        body_ += value;
        return *this;
    }
    std::string done() const { return body_ + "}"; }

  private:
    std::string body_ = "{";
};

constexpr std::string_view kProblemSchema =
    R"({"type":"object","description":"RFC 9457 problem details","properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"code":{"type":"string"},"instance":{"type":"string"},)"
    R"("request_id":{"type":"string"},"field":{"type":"string"},"hint":{"type":"string"}},)"
    R"("required":["type","title","status","detail","code","instance","request_id"]})";

std::string lower_method(Method method) {
    std::string name;
    for (const char letter : to_string(method)) name += static_cast<char>(letter - 'A' + 'a');
    return name;
}

// "{name*}" is ours; the document knows "{name}" only.
std::string documented_path(std::string_view pattern) {
    std::string path{pattern};
    if (const auto star = path.find("*}"); star != std::string::npos) path.erase(star, 1);
    return path;
}

std::string parameter_json(std::string_view place, const Parameter& parameter) {
    Object object;
    object.text("name", parameter.name).text("in", place);
    if (parameter.required) object.json("required", "true");
    if (!parameter.description.empty()) object.text("description", parameter.description);
    return object.json("schema", parameter.schema_json).done();
}

std::string parameters_json(const Route& route) {
    std::string list;
    const auto add = [&](const std::string& json) { list += (list.empty() ? "" : ",") + json; };
    for (const auto& name : parameter_names(route.pattern)) {
        add(parameter_json("path", {name, route.path_schema_json, "", true}));
    }
    for (const auto& parameter : route.query) add(parameter_json("query", parameter));
    return "[" + list + "]";
}

std::string content_json(std::string_view type, std::string_view schema) {
    return Object{}.json(type, Object{}.json("schema", schema).done()).done();
}

std::string responses_json(const Route& route) {
    Object success;
    success.text("description", reason_phrase(route.success_status));
    if (!route.result_schema_json.empty()) {
        success.json("content", content_json(route.result_content_type, route.result_schema_json));
    }
    return Object{}
        .json(std::to_string(route.success_status), success.done())
        .json("default", R"({"$ref":"#/components/responses/Problem"})")
        .done();
}

std::string operation_json(const Route& route) {
    Object object;
    object.text("operationId", route.operation_id).text("summary", route.summary);
    if (!route.tag.empty()) object.json("tags", "[" + base::to_json(route.tag) + "]");
    std::string description = route.description;
    if (!route.rights.empty())
        description += (description.empty() ? "" : "\n\n") + ("Needs: " + route.rights + ".");
    if (!description.empty()) object.text("description", description);
    object.json("parameters", parameters_json(route));
    if (!route.body_schema_json.empty()) {
        object.json("requestBody",
                    Object{}
                        .json("required", "true")
                        .json("content", content_json(route.body_content_type, route.body_schema_json))
                        .done());
    }
    object.json("responses", responses_json(route));
    if (route.caller != CallerClass::signed_in)
        object.json("security", "[{},{\"session\":[]},{\"token\":[]}]");
    if (route.is_idempotent) object.json("x-idempotent", "true");
    object.json("x-max-body-bytes", std::to_string(route.max_body_bytes));
    return object.done();
}

std::string components_json(const ApiInfo& info) {
    Object schemas;
    schemas.json("Problem", kProblemSchema);
    for (const auto& [name, schema] : info.components) schemas.json(name, schema);
    return Object{}
        .json("schemas", schemas.done())
        .json("responses",
              Object{}
                  .json("Problem",
                        Object{}
                            .text("description", "An error")
                            .json("content", content_json("application/problem+json",
                                                          R"({"$ref":"#/components/schemas/Problem"})"))
                            .done())
                  .done())
        .json("securitySchemes",
              R"({"session":{"type":"apiKey","in":"cookie","name":"medal_session",)"
              R"("description":"Changes also need the header X-CSRF-Token, as in the cookie medal_csrf."},)"
              R"("token":{"type":"http","scheme":"bearer"}})")
        .done();
}

}  // namespace

std::string Router::openapi(const ApiInfo& info) const {
    std::vector<std::string> order;
    std::map<std::string, Object> paths;
    for (const auto& route : routes_) {
        if (route.is_internal) continue;
        const auto path = documented_path(route.pattern);
        if (paths.find(path) == paths.end()) order.push_back(path);
        paths[path].json(lower_method(route.method), operation_json(route));
    }
    Object all;
    for (const auto& path : order) all.json(path, paths[path].done());
    Object about;
    about.text("title", info.title).text("version", info.version);
    if (!info.description.empty()) about.text("description", info.description);
    return Object{}
        .text("openapi", "3.1.0")
        .json("info", about.done())
        .json("paths", all.done())
        .json("components", components_json(info))
        .json("security", R"([{"session":[]},{"token":[]}])")
        .done();
}

}  // namespace medal::http
