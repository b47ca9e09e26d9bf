// tenant create, user create, apikey create (OPS-11).
#include <iostream>

#include "app/commands/command.h"
#include "app/wiring/people.h"
#include "platform/crypto/random.h"

namespace portico::app {
namespace {

// Options of one command; they live as long as the program's command tree.
struct Options {
    std::string slug, name, email, owner_name, role, password;
    std::vector<std::string> permissions;
    bool password_stdin = false;
    std::string expires_at;
};

struct Password {
    std::string text;
    bool made_here = false;
};
Password password_of(const Options& options) {
    if (options.password_stdin) return {read_secret_line(), false};
    return {crypto::new_secret().substr(0, 20), true};
}

TenantId tenant_of(Foundation& base, const std::string& slug) {
    auto session = base.database->read();
    auto tenant = accounts::Tenants::find_by_slug(session, slug);
    if (!tenant) throw std::runtime_error("there is no tenant '" + slug + "'");
    return *tenant;
}

void say_password(boost::json::object& machine, std::string& people, const Password& password) {
    if (!password.made_here) return;
    machine["password"] = password.text;
    people += "\npassword: " + password.text;
}

int create_tenant(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    People people(base, [] { return std::string(); });
    auto password = password_of(options);
    auto created = or_throw(people.tenants.create(
        Foundation::operator_caller(), {.name = options.name,
                                        .slug = options.slug,
                                        .owner_name = options.owner_name.empty() ? options.email : options.owner_name,
                                        .owner_email = options.email,
                                        .owner_password = password.text}));
    boost::json::object machine{
        {"tenant", created.tenant.text()}, {"slug", options.slug}, {"owner", created.owner.text()}};
    std::string text = "tenant " + options.slug + " made; its owner signs in as " + options.email;
    say_password(machine, text, password);
    line.answer(machine, text);
    return exit_done;
}

// A role of a tenant by its name, made from the template of that name where there is none yet.
RoleId role_of(Foundation& base, People& people, const TenantId& tenant, const std::string& name) {
    accounts::RoleManager manager(
        access::SystemScopes::for_operator<Permission::manage_roles>(Foundation::operator_caller(), tenant));
    {
        auto session = base.database->read();
        for (const auto& role : people.roles.list(session, manager))
            if (role.name == name) return role.id;
    }
    for (const auto& known : accounts::role_templates(accounts::RoleSystem::tenant))
        if (known.name == name)
            return or_throw(people.roles.create(manager, {name, std::string(known.description), known.permissions}));
    throw std::runtime_error("there is no role '" + name + "' and no template of that name");
}

int create_user(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    People people(base, [] { return std::string(); });
    auto tenant = tenant_of(base, options.slug);
    auto password = password_of(options);
    auto role = role_of(base, people, tenant, options.role);
    auto user = or_throw(people.members.add(
        access::SystemScopes::for_operator<Permission::manage_users>(Foundation::operator_caller(), tenant),
        {options.name, options.email, password.text, {role}}));
    boost::json::object machine{{"user", user.text()}, {"email", options.email}};
    std::string text = options.email + " is a user of " + options.slug + " as " + options.role;
    say_password(machine, text, password);
    line.answer(machine, text);
    return exit_done;
}

int create_api_key(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    People people(base, [] { return std::string(); });
    auto tenant = tenant_of(base, options.slug);
    TenantPermissions permissions;
    for (const auto& key : options.permissions) {
        auto permission = tenant_permission(key);
        if (!permission) throw std::runtime_error("there is no permission '" + key + "'");
        permissions.add(*permission);
    }
    std::optional<Timestamp> expires_at;
    if (!options.expires_at.empty()) {
        expires_at = parse_rfc3339(options.expires_at);
        if (!expires_at) throw std::runtime_error("--expires: " + options.expires_at + " is no RFC 3339 time");
    }
    auto issued = or_throw(people.api_keys.issue(
        access::SystemScopes::for_operator<Permission::manage_api_keys>(Foundation::operator_caller(), tenant),
        {options.name, permissions, expires_at}));
    // The key alone on its line: it is shown this once.
    line.answer({{"key", issued.secret}, {"id", issued.key.id.text()}}, issued.secret);
    return exit_done;
}

template <class Act>
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& text, CommandLine& line, Run& run,
                      const std::shared_ptr<Options>& options, Act act) {
    auto* command = parent.add_subcommand(name, text);
    line.add_common_options(*command);
    command->callback([&run, &line, options, act] { run = [&line, options, act] { return act(line, *options); }; });
    return command;
}

}  // namespace

void add_account_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto options = std::make_shared<Options>();

    auto* tenant = app.add_subcommand("tenant", "Departments")->require_subcommand(1);
    auto* create = add_command(*tenant, "create", "Make a department and its owner", line, run, options, create_tenant);
    create->add_option("--slug", options->slug, "Short name, as in addresses")->required();
    create->add_option("--name", options->name, "Name")->required();
    create->add_option("--owner-email", options->email, "Address of mail of the owner")->required();
    create->add_option("--owner-name", options->owner_name, "Name of the owner");
    create->add_flag("--password-stdin", options->password_stdin, "Read the password from standard input");

    auto* user = app.add_subcommand("user", "Users")->require_subcommand(1);
    create = add_command(*user, "create", "Make a user of a department", line, run, options, create_user);
    create->add_option("--account", options->slug, "Slug of the department")->required();
    create->add_option("--email", options->email, "Address of mail")->required();
    create->add_option("--name", options->name, "Name")->required();
    create->add_option("--role", options->role, "Role, or a template's name")->default_str("Administrator");
    options->role = "Administrator";
    create->add_flag("--password-stdin", options->password_stdin, "Read the password from standard input");

    auto* apikey = app.add_subcommand("apikey", "Keys of machines")->require_subcommand(1);
    create = add_command(*apikey, "create", "Make a key, printed once", line, run, options, create_api_key);
    create->add_option("--tenant", options->slug, "Slug of the department")->required();
    create->add_option("--name", options->name, "What the key is for")->required();
    create->add_option("--permission", options->permissions, "Permission key, for example upload_studies")->required();
    create->add_option("--expires", options->expires_at, "End, RFC 3339");
}

}  // namespace portico::app
