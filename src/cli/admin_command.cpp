#include "accounts/registration.h"
#include "accounts/rules.h"
#include "accounts/store.h"
#include "audit/audit.h"
#include "base/error.h"
#include "base/json.h"
#include "campaign/actions.h"
#include "campaign/store.h"
#include "cli/families.h"
#include "cli/installation.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct AdminFlags {
    ConfigFlags config;
    accounts::NewAccount account;
    std::string email;
    std::string role;
    std::string campaign;
    std::string file;
    bool as_json = false;
};

template <class UseCase>
auto in_unit(const AdminFlags& flags, UseCase&& use_case) {
    Installation installation{load_config(flags.config)};
    installation.migrate();
    return work::run(installation.shop(), base::system_actor(), db::Access::write, use_case);
}

base::Role parse_role(const std::string& text) {
    const auto role = base::parse_enum<base::Role>(text);
    if (role) return *role;
    throw base::Error{
        base::ErrorKind::invalid,
        "usage.role",
        "There is no such role.",
        {.field = "--role",
         .hint = "Roles: contributor panellist chair steward organizer model_developer reader admin.",
         .detail = {}}};
}

accounts::PersonRow person_by_email(work::Unit& unit, const std::string& email) {
    auto person = accounts::store::find_by_email(unit.db(), accounts::rules::email_key(email));
    if (person) return std::move(*person);
    throw base::Error{base::ErrorKind::not_found,
                      "person.not_found",
                      "There is nobody with this address.",
                      {.field = "--email"}};
}

base::RoleGrant grant_of(work::Unit& unit, const AdminFlags& flags) {
    base::RoleGrant grant{parse_role(flags.role), {}};
    if (!flags.campaign.empty()) grant.campaign_id = campaign::load_campaign(unit, flags.campaign).id;
    if (!grant.campaign_id && grant.role != base::Role::admin) {
        throw base::Error{
            base::ErrorKind::invalid, "usage.campaign", "Say in which campaign.", {.field = "--campaign"}};
    }
    return grant;
}

Exit create_person(AdminFlags flags) {
    std::getline(std::cin, flags.account.password);
    accounts::rules::check_account(flags.account);
    const auto hash = accounts::hash_password(flags.account.password);
    const auto id = in_unit(flags, [&](work::Unit& unit) {
        const auto person = accounts::create_person(unit, flags.account, hash);
        if (!flags.role.empty()) accounts::grant_role(unit, person.id, grant_of(unit, flags));
        return person.id;
    });
    std::cout << id.text() << '\n';
    return Exit::done;
}

Exit grant(const AdminFlags& flags) {
    in_unit(flags, [&](work::Unit& unit) {
        accounts::grant_role(unit, person_by_email(unit, flags.email).id, grant_of(unit, flags));
    });
    return Exit::done;
}

Exit import_campaign(const AdminFlags& flags) {
    const auto file = base::from_json<campaign::CampaignFile>(base::config_file_as_json(flags.file));
    const auto row = in_unit(flags, [&](work::Unit& unit) {
        const auto known = campaign::store::find_campaign(unit.db(), file.slug);
        return known ? campaign::change_campaign(unit, known->id, known->version, file)
                     : campaign::create_campaign(unit, file);
    });
    std::cout << row.id.text() << " " << row.slug << " version " << row.version << '\n';
    return Exit::done;
}

Exit verify_audit(const AdminFlags& flags) {
    Installation installation{load_config(flags.config)};
    const auto verdict = db::transact(installation.database(), db::Access::read,
                                      [](db::Session& session) { return audit::verify(session); });
    if (flags.as_json) {
        std::cout << base::to_json(verdict) << '\n';
    } else if (verdict.intact) {
        std::cout << "intact: " << verdict.events << " events\n";
    } else {
        std::cout << "broken at event " << verdict.first_broken.value_or(0) << '\n';
    }
    return verdict.intact ? Exit::done : Exit::failed;
}

void add_data_flags(CLI::App& command, ConfigFlags& flags) {
    command.add_option("--data", flags.data, "The data folder");
    command.add_option("--config", flags.config_file, "A TOML or JSON file of settings");
    command.add_option("--set", flags.settings, "One setting, key=value; may be repeated");
}

void add_create_command(CLI::App& family, Dispatch& dispatch) {
    auto person = std::make_shared<AdminFlags>();
    auto* create = family.add_subcommand("create-person",
                                         "Make a verified account; the password is read from standard input");
    add_data_flags(*create, person->config);
    create->add_option("--email", person->account.email)->required();
    create->add_option("--name", person->account.display_name)->required();
    create->add_option("--institution", person->account.institution)->required();
    create->add_option("--country", person->account.country, "Two letters")->default_val("DE");
    create->add_option("--language", person->account.language)->default_val("en");
    create->add_option("--role", person->role, "A role to begin with, for example admin");
    create->add_option("--campaign", person->campaign, "The campaign of the role, by slug or id");
    create->footer(
        "Example:\n  medal admin create-person --data /srv/medal --email ann@clinic.org --name \"Ann Lee\" "
        "--institution Clinic --role admin < password.txt");
    create->callback([person, &dispatch] { dispatch.action = [person] { return create_person(*person); }; });
}

void add_grant_command(CLI::App& family, Dispatch& dispatch) {
    auto granted = std::make_shared<AdminFlags>();
    auto* grant_command = family.add_subcommand("grant", "Give a role");
    add_data_flags(*grant_command, granted->config);
    grant_command->add_option("--email", granted->email)->required();
    grant_command->add_option("--role", granted->role)->required();
    grant_command->add_option("--campaign", granted->campaign, "By slug or id");
    grant_command->footer(
        "Example:\n  medal admin grant --data /srv/medal --email ann@clinic.org --role organizer --campaign "
        "medal-2026");
    grant_command->callback(
        [granted, &dispatch] { dispatch.action = [granted] { return grant(*granted); }; });
}

void add_import_command(CLI::App& family, Dispatch& dispatch) {
    auto imported = std::make_shared<AdminFlags>();
    auto* import_command =
        family.add_subcommand("import-campaign", "Make a campaign, or a new version of it, from a file");
    add_data_flags(*import_command, imported->config);
    import_command->add_option("file", imported->file, "JSON or TOML")->required();
    import_command->footer(
        "Example:\n  medal admin import-campaign --data /srv/medal examples/campaign/medal-2026.json");
    import_command->callback(
        [imported, &dispatch] { dispatch.action = [imported] { return import_campaign(*imported); }; });
}

void add_audit_command(CLI::App& root, Dispatch& dispatch) {
    auto audited = std::make_shared<AdminFlags>();
    auto* audit_family = root.add_subcommand("audit", "The chain of events");
    audit_family->require_subcommand(1);
    auto* verify = audit_family->add_subcommand(
        "verify", "Walk the whole chain and name the first link that does not fit");
    add_data_flags(*verify, audited->config);
    verify->add_flag("--json", audited->as_json);
    verify->footer("Example:\n  medal audit verify --data /srv/medal");
    verify->callback(
        [audited, &dispatch] { dispatch.action = [audited] { return verify_audit(*audited); }; });
}

}  // namespace

void add_admin(CLI::App& root, Dispatch& dispatch) {
    auto* family = root.add_subcommand("admin", "What an operator does to an installation");
    family->require_subcommand(1);
    add_create_command(*family, dispatch);
    add_grant_command(*family, dispatch);
    add_import_command(*family, dispatch);
    add_audit_command(root, dispatch);
}

}  // namespace medal::cli
