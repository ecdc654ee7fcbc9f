#include "base/config.h"

#include "support/temporary_folder.h"

#include <fstream>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

namespace medal::base {
namespace {

struct Listener {
    std::string listen = "127.0.0.1:8080";
    int threads = 2;
    bool tls = false;
};
BOOST_DESCRIBE_STRUCT(Listener, (), (listen, threads, tls))

struct Settings {
    Listener server;
    Secret smtp_password;
    std::vector<std::string> origins;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (server, smtp_password, origins))

TEST(Config, toml_and_json_say_the_same) {
    const testing::TemporaryFolder folder;
    Settings from_toml;
    apply_config_file(from_toml,
                      folder.write("config.toml", "[server]\nlisten = \"0.0.0.0:9\"\nthreads = 5\n"));
    Settings from_json;
    apply_config_file(from_json,
                      folder.write("config.json", R"({"server": {"listen": "0.0.0.0:9", "threads": 5}})"));
    EXPECT_EQ(to_json(from_toml), to_json(from_json));
    EXPECT_FALSE(from_toml.server.tls);
}

TEST(Config, environment_wins_over_file_and_flag_over_environment) {
    Settings settings;
    const std::map<std::string, std::string> environment{{"MEDAL_SERVER_THREADS", "7"},
                                                         {"MEDAL_ORIGINS", "a, b"}};
    apply_environment(settings, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional{found->second};
    });
    EXPECT_EQ(settings.server.threads, 7);
    EXPECT_EQ(settings.origins, (std::vector<std::string>{"a", "b"}));
    apply_setting(settings, "server.threads", "9");
    EXPECT_EQ(settings.server.threads, 9);
}

TEST(Config, a_secret_is_masked_when_shown) {
    Settings settings;
    apply_setting(settings, "smtp_password", "hunter2");
    EXPECT_EQ(settings.smtp_password.value, "hunter2");
    EXPECT_EQ(to_json(settings).find("hunter2"), std::string::npos);
}

TEST(Config, an_unknown_key_and_a_bad_value_are_named) {
    Settings settings;
    for (const auto& [key, text, code] : {std::tuple{"server.port", "1", "config.unknown_key"},
                                          std::tuple{"server.threads", "many", "config.bad_value"}}) {
        try {
            apply_setting(settings, key, text);
            FAIL() << key;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), code);
            EXPECT_EQ(error.field(), key);
        }
    }
}

}  // namespace
}  // namespace medal::base
