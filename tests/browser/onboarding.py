"""Onboarding a WhatsApp number in a browser, as an administrator does it, with the platform's part played on the sandbox."""

from playwright.sync_api import expect

WABA = {"id": "102290129340111", "name": "Acme Bread", "token": "system user token", "app": "900"}


class Checklist:
    """An administrator's page, the installation, and what is asked of each page on the way."""

    def __init__(self, page, installation, accessible):
        self.page, self.installation, self.accessible, self.checklist = page, installation, accessible, ""

    def owner(self):
        """The customer's Business Manager."""
        page = self.page
        page.goto(f"{page.base}/console/channels_admin/businessmanager/add/")
        facts = {"name": "ACME Bread", "external_id": "987890034900451", "legal_name": "ACME Bread Ltd."}
        for name, value in {**facts, "address": "1 Mill Lane", "website": "https://acme.example"}.items():
            page.locator(f"#id_{name}").fill(value)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("link", name="ACME Bread").first).to_be_visible()

    def begin(self):
        """The customer information form, with a name that WhatsApp would refuse first."""
        page = self.page
        page.goto(f"{page.base}/console/channels_admin/onboarding/add/")
        page.locator("#id_name").fill("Bread shop")
        page.locator("#id_account").select_option(label="Acme at Meta")
        page.locator("#id_owner").select_option(label="ACME Bread")
        page.locator("#id_typed").fill("+49 30 901820")
        expect(page.get_by_test_id("said-typed")).to_contain_text("Landline, Germany")
        name = page.locator("#id_display_name")
        name.fill("ACMEBread CC")
        expect(page.get_by_test_id("said-display_name")).to_contain_text("letter for letter")
        expect(page.get_by_test_id("said-display_name")).to_contain_text("spell them out: CC")
        self.accessible(page)
        name.fill("ACME Bread Support")
        expect(page.get_by_test_id("said-display_name")).to_contain_text("WhatsApp takes names like this")
        page.locator("#id_contact_name").fill("Ann")
        page.locator("#id_contact_email").fill("ann@acme.example")
        page.locator("#id_declared").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("step 1 of 6")).to_be_visible()
        self.checklist = page.url

    def press(self, step, button):
        """Press something that belongs to a step."""
        self.page.get_by_test_id(f"step-{step}").get_by_test_id(button).click()

    def finish(self, step):
        """Finish a step, which was possible."""
        self.press(step, "finish")
        expect(self.page.get_by_test_id(f"step-{step}").get_by_text("Done", exact=True).first).to_be_visible()

    def to_approvals(self):
        """Cloud connection, business account, number and name."""
        self.finish(1)
        self.press(2, "waba")
        self.finish(2)
        self.press(3, "add-number")
        expect(self.page.get_by_text("The number is in the business account.")).to_be_visible()
        self.accessible(self.page)
        self.finish(3)

    def to_a_channel(self, workgroup):
        """The approvals are read; then the channel, whose form knows account and number already."""
        page = self.page
        self.press(4, "read")
        self.finish(4)
        self.press(5, "add-channel")
        page.locator("#id_direct_workgroup").select_option(label=workgroup)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_test_id("enable").click()
        expect(page.get_by_text("it reads from now on")).to_be_visible()
        page.goto(self.checklist)
        self.finish(5)

    def number(self):
        """What the platform calls the number."""
        rows = self.installation.sql("SELECT external_id FROM channels_admin_phonenumber WHERE digits = '4930901820'")
        return rows[0][0]

    def verify(self):
        """The call, the code, the PIN; then it is done."""
        page, control = self.page, self.installation.sandbox.control
        self.press(6, "verify")
        self.accessible(page)
        page.get_by_label("I know:").check()
        page.get_by_test_id("ask-code").click()
        page.get_by_label("Code", exact=True).fill(control("whatsapp/codes", {"number": self.number()})["code"])
        page.get_by_test_id("confirm").click()
        expect(page.get_by_text("the number is verified")).to_be_visible()
        page.get_by_label("PIN of two-step verification").fill("271828")
        page.get_by_test_id("register").click()
        expect(page.get_by_text("Registered", exact=True)).to_be_visible()
        page.goto(self.checklist)
        self.finish(6)
        expect(page.get_by_text("all six steps done")).to_be_visible()
        self.accessible(page)

    def look_at(self, what):
        """The number's page of its profile or name; fit for everybody."""
        pk = self.installation.sql("SELECT id FROM channels_admin_phonenumber WHERE digits = '4930901820'")[0][0]
        self.page.goto(f"{self.page.base}/console/whatsapp/numbers/{pk}/{what}/")
        self.accessible(self.page)
