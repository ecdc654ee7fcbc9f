// Files, caching, ranges; through the real server.
#include "http/static_site.h"

#include "http/conditional.h"
#include "http/documentation.h"
#include "http/testing.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class Site : public ::testing::Test {
  protected:
    Site() {
        fs::create_directories(site_folder() / "assets");
        write("index.html", "<html>app</html>");
        write("page.html", "<style nonce=\"__CSP_NONCE__\"></style>");
        write("assets/app-B1kqXz9Q.js", "plain script");
        write("assets/app-B1kqXz9Q.js.br", "br script");
        write("assets/app-B1kqXz9Q.js.gz", "gz script");
        write("big.bin", std::string(3'000'000, 'b'));
        write("../secret.txt", "secret");
        fs::create_symlink(site_folder() / "../secret.txt", site_folder() / "link.txt");
        site_ = std::make_unique<StaticSite>(StaticSiteOptions{.folder = site_folder()},
                                             SecurityHeaders{ServerOptions{}});
        Router router;
        router.add(get_route("/api/v1/thing", [](Request&) { return json_response(200, "{}"); }));
        router.set_fallback(static_route(*site_));
        server_ = std::make_unique<Server>(quick_options(), ServerParts{std::move(router), authenticator_});
        server_->start();
    }
    /// Files above it are none of the site's.
    fs::path site_folder() const { return folder_ / "site"; }
    void write(const std::string& name, const std::string& content) {
        std::ofstream{site_folder() / name, std::ios::binary} << content;
    }
    Reply fetch(std::string_view path, std::string_view lines = {}) {
        return get(server_->port(), path, lines);
    }

    medal::testing::TemporaryFolder folder_;
    FakeAuthenticator authenticator_;
    std::unique_ptr<StaticSite> site_;
    std::unique_ptr<Server> server_;
};

TEST_F(Site, gives_the_app_with_a_policy_that_allows_nothing_inline) {
    const auto reply = fetch("/");
    EXPECT_EQ(reply.body, "<html>app</html>");
    EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
    const auto policy = reply.header("content-security-policy");
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
}

TEST_F(Site, lets_scripts_that_run_as_workers_fetch_and_compile_the_image_codecs) {
    const auto policy = fetch("/assets/app-B1kqXz9Q.js").header("content-security-policy");
    EXPECT_NE(policy.find("script-src 'self' 'wasm-unsafe-eval'"), std::string::npos) << policy;
    EXPECT_NE(policy.find("connect-src 'self'"), std::string::npos) << policy;
}

TEST_F(Site, gives_the_app_for_its_own_addresses_only) {
    EXPECT_EQ(fetch("/problems/17", "Accept: text/html\r\n").body, "<html>app</html>");
    EXPECT_EQ(fetch("/problems/17").status, 404);
    EXPECT_EQ(fetch("/missing.js", "Accept: text/html\r\n").status, 404);
    EXPECT_EQ(fetch("/api/v1/unknown", "Accept: text/html\r\n").status, 404);
}

TEST_F(Site, chooses_the_compressed_form_that_the_client_accepts) {
    const auto* path = "/assets/app-B1kqXz9Q.js";
    const auto plain = fetch(path);
    const auto brotli = fetch(path, "Accept-Encoding: gzip, br\r\n");
    const auto gzip = fetch(path, "Accept-Encoding: gzip, br;q=0\r\n");
    EXPECT_EQ(plain.body, "plain script");
    EXPECT_EQ(brotli.body, "br script");
    EXPECT_EQ(brotli.header("content-encoding"), "br");
    EXPECT_EQ(brotli.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(gzip.body, "gz script");
    EXPECT_EQ(gzip.header("vary"), "Accept-Encoding");
    EXPECT_NE(plain.header("etag"), brotli.header("etag"));
}

TEST_F(Site, lets_hashed_files_be_kept_for_ever_and_others_be_checked) {
    EXPECT_EQ(fetch("/assets/app-B1kqXz9Q.js").header("cache-control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(fetch("/big.bin").header("cache-control"), "public, no-cache");
    EXPECT_FALSE(has_hashed_name("/assets/fact-document.pdf"));
    EXPECT_FALSE(has_hashed_name("/other/app-B1kqXz9Q.js"));
}

TEST_F(Site, answers_304_to_the_client_that_has_it) {
    const auto tag = fetch("/index.html").header("etag");
    const auto reply = fetch("/index.html", "If-None-Match: \"other\", " + tag + "\r\n");
    EXPECT_EQ(reply.status, 304);
    EXPECT_EQ(reply.header("etag"), tag);
    EXPECT_EQ(fetch("/index.html", "If-None-Match: \"other\"\r\n").status, 200);
    EXPECT_EQ(fetch("/index.html", "If-Match: \"other\"\r\n").status, 412);
}

TEST_F(Site, puts_a_fresh_nonce_into_each_page_that_wants_one) {
    const auto first = fetch("/page.html");
    const auto second = fetch("/page.html");
    EXPECT_NE(first.body, second.body);
    const auto nonce = first.body.substr(14, 22);
    EXPECT_NE(first.header("content-security-policy").find("'nonce-" + nonce + "'"), std::string::npos)
        << first.body;
    EXPECT_EQ(first.header("cache-control"), "no-store");
}

TEST_F(Site, never_leaves_its_folder) {
    for (const auto* path :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "/link.txt",
          "//etc/passwd", "/assets/..\\..\\secret.txt", "/%00"}) {
        const auto reply = fetch(path);
        EXPECT_NE(reply.status, 200) << path;
        EXPECT_EQ(reply.body.find("secret\n"), std::string::npos) << path;
    }
}

struct RangeCase {
    const char* range;
    int status;
    std::size_t size;
    const char* content_range;
};

TEST_F(Site, sends_the_range_that_is_asked_for) {
    const std::vector<RangeCase> cases = {
        {"bytes=0-0", 206, 1, "bytes 0-0/3000000"},
        {"bytes=2999990-", 206, 10, "bytes 2999990-2999999/3000000"},
        {"bytes=-5", 206, 5, "bytes 2999995-2999999/3000000"},
        {"bytes=1000000-2999999999", 206, 2'000'000, "bytes 1000000-2999999/3000000"},
        {"bytes=3000000-", 416, 0, "bytes */3000000"},
        {"bytes=5-2", 200, 3'000'000, ""},
        {"bytes=0-1,5-6", 200, 3'000'000, ""},
        {"lines=0-1", 200, 3'000'000, ""},
    };
    for (const auto& [range, status, size, content_range] : cases) {
        const auto reply = fetch("/big.bin", "Range: " + std::string{range} + "\r\n");
        EXPECT_EQ(reply.status, status) << range;
        EXPECT_EQ(reply.body.size(), size) << range;
        EXPECT_EQ(reply.header("content-range"), content_range) << range;
    }
}

TEST_F(Site, sends_the_whole_when_the_file_changed_since_the_first_part) {
    EXPECT_EQ(fetch("/big.bin", "Range: bytes=0-9\r\nIf-Range: \"old\"\r\n").status, 200);
    const auto tag = fetch("/big.bin").header("etag");
    EXPECT_EQ(fetch("/big.bin", "Range: bytes=0-9\r\nIf-Range: " + tag + "\r\n").body.size(), 10U);
    EXPECT_EQ(fetch("/index.html", "Range: bytes=1-4\r\n").body, "html");
}

TEST_F(Site, serves_many_large_files_on_one_connection) {
    RawClient client{server_->port()};
    for (int round = 0; round < 5; ++round) client.send("GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int round = 0; round < 5; ++round) EXPECT_EQ(client.read_reply().body, std::string(3'000'000, 'b'));
}

TEST_F(Site, survives_clients_that_leave_in_the_middle_of_a_file) {
    for (int round = 0; round < 50; ++round) {
        RawClient client{server_->port()};
        client.send("GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n");
        client.read_until("\r\n\r\n");
    }
    EXPECT_EQ(fetch("/index.html").status, 200);
}

TEST(EntityTag, of_a_computed_answer_saves_the_body) {
    auto route = get_route("/data", [](Request&) { return json_response(200, "{\"a\":1}"); });
    route.entity_tag = EntityTag::computed;
    RunningServer server{{route}};
    const auto tag = get(server.port(), "/data").header("etag");
    EXPECT_EQ(tag, entity_tag("{\"a\":1}"));
    EXPECT_EQ(get(server.port(), "/data", "If-None-Match: W/" + tag + "\r\n").status, 304);
}

Route documented_route() {
    auto route =
        get_route("/api/v1/problems/{problem_id}", [](Request&) { return json_response(200, "{}"); });
    route.operation_id = "get_problem";
    route.summary = "One problem <of many>";
    route.tag = "problems";
    route.result_schema_json = R"({"$ref":"#/components/schemas/ProblemView"})";
    route.query = {{"language", R"({"type":"string"})", "Of the texts", false}};
    return route;
}

ApiInfo documented_api() {
    return {"MEDAL",
            "1",
            "The API.",
            {{"ProblemView",
              R"({"type":"object","properties":{"title":{"type":"string"}},"required":["title"]})"}}};
}

TEST(Documentation, is_an_openapi_document_of_the_listed_routes) {
    Router router;
    router.add(documented_route());
    auto hidden = get_route("/healthz", [](Request&) { return no_content(); });
    hidden.is_internal = true;
    router.add(hidden);
    const auto document = boost::json::parse(router.openapi(documented_api()));
    EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
    EXPECT_EQ(document.at("paths").as_object().size(), 1U);
    const auto& operation = document.at("paths").at("/api/v1/problems/{problem_id}").at("get");
    EXPECT_EQ(operation.at("operationId").as_string(), "get_problem");
    EXPECT_EQ(operation.at("parameters").as_array().size(), 2U);
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
    EXPECT_EQ(router.openapi(documented_api()), router.openapi(documented_api()));
}

TEST(Documentation, is_a_page_without_scripts_and_inline_styles) {
    Router router;
    router.add(documented_route());
    add_documentation(router, documented_api());
    FakeAuthenticator authenticator;
    Server server{quick_options(), ServerParts{std::move(router), authenticator}};
    server.start();
    const auto page = get(server.port(), "/api/docs");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("One problem &lt;of many&gt;"), std::string::npos);
    EXPECT_NE(page.body.find("<a href=\"#schema-ProblemView\">"), std::string::npos);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    EXPECT_EQ(page.body.find("style="), std::string::npos);
    EXPECT_EQ(get(server.port(), "/api/openapi.json").header("content-type"), "application/json");
    EXPECT_EQ(get(server.port(), "/api/docs.css").header("content-type"), "text/css; charset=utf-8");
}

}  // namespace
}  // namespace medal::http
