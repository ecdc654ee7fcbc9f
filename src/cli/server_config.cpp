#include "cli/server_config.h"

#include "base/error.h"

#include <CLI/CLI.hpp>

namespace medal::cli {

ServerConfig load_config(const ConfigFlags& flags) {
    ServerConfig config;
    if (!flags.config_file.empty()) base::apply_config_file(config, flags.config_file);
    base::apply_environment(config, base::read_environment);
    for (const auto& setting : flags.settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos) {
            throw base::Error{
                base::ErrorKind::invalid,
                "usage.setting",
                "A setting has the form key=value.",
                {.field = "--set", .hint = "Example: --set server.worker_threads=4", .detail = {}}};
        }
        base::apply_setting(config, setting.substr(0, equals), setting.substr(equals + 1));
    }
    if (!flags.data.empty()) config.data = flags.data;
    return config;
}

void add_config_flags(CLI::App& command, ConfigFlags& flags) {
    command.add_option("--data", flags.data, "The folder that holds everything; made when it is missing");
    command.add_option("--config", flags.config_file, "A TOML or JSON file of settings");
    command.add_option("--set", flags.settings, "One setting, key=value; may be repeated");
}

}  // namespace medal::cli
